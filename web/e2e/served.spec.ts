import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.ts";

/** What the browser may fetch before encryption or an emoji is needed, compressed. */
const SCRIPT_BYTES_MAX = 350 * 1024;

/** The emoji with their names in two languages, which are fetched when somebody first looks for one. */
const EMOJI_BYTES_MAX = 80 * 1024;

const LATE = ["rust-crypto", "EmojiGrid"];

test("a script in the page does not run, and nothing is loaded from elsewhere", async ({ browser, url }) => {
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
  });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "로그인" }).waitFor();
  const policy = (await page.request.get("/")).headers()["content-security-policy"] ?? "";
  expect(policy).toContain(`script-src ${new URL(url).host}/assets/ 'wasm-unsafe-eval';`);
  expect(policy).not.toContain("unsafe-inline");
  expect(elsewhere).toEqual([]);
});

test("all scripts together, without encryption and emoji, are small enough, and so are the emoji", async ({
  request,
}) => {
  const files = await (await request.get("/")).text();
  expect(files).toContain("/assets/");
  const described = JSON.parse(readFileSync("target/classes/org/bongsu/web/files.json", "utf8")) as {
    files: { file: string }[];
  };
  let bytes = 0;
  let emojiBytes = 0;
  for (const { file } of described.files.filter(({ file }) => file.endsWith(".js"))) {
    const answer = await request.get(`/${file}`, { headers: { "Accept-Encoding": "br" } });
    const length = Number(answer.headers()["content-length"]);
    if (!LATE.some((name) => file.includes(name))) bytes += length;
    if (file.includes("EmojiGrid")) emojiBytes += length;
    expect(answer.headers()["content-encoding"] ?? "none", file).toMatch(/br|none/);
  }
  expect(bytes).toBeGreaterThan(50 * 1024);
  expect(bytes).toBeLessThan(SCRIPT_BYTES_MAX);
  expect(emojiBytes).toBeGreaterThan(10 * 1024);
  expect(emojiBytes).toBeLessThan(EMOJI_BYTES_MAX);
});

test("an unknown path of the API stays the protocol's own error", async ({ request }) => {
  const answer = await request.get("/_matrix/client/v3/nowhere");
  expect(answer.status()).toBe(404);
  expect(await answer.json()).toMatchObject({ errcode: "M_UNRECOGNIZED" });
});
