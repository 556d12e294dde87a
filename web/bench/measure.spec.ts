import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, type Browser, type Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { FILLED, print } from "./filled.ts";
import { scroll } from "./smoothness.ts";

/*
 * Measures and prints; it judges nothing. The targets stand beside the numbers in docs/performance.md.
 */

const CHATS = Number(process.env.BONGSU_CHATS ?? 2_000);

const MESSAGE_LIST = '[role="region"] > [role="log"]';

/** 10 Mbit/s with the way to a server in the same country. */
const LINE = { offline: false, latency: 30, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };

/** Says in the page's own time when the first element of a kind was there. */
async function noteFirst(page: Page, selector: string): Promise<() => Promise<number>> {
  await page.addInitScript((selector) => {
    const look = () => {
      if (document.querySelector(selector)) performance.mark(selector);
      else requestAnimationFrame(look);
    };
    look();
  }, selector);
  return async () => {
    await page.locator(selector).first().waitFor({ timeout: 120_000 });
    await page.waitForTimeout(100);
    return page.evaluate(
      (selector) => Math.round(performance.getEntriesByName(selector)[0]?.startTime ?? NaN),
      selector,
    );
  };
}

/** By somebody with one chat, into whose list nothing else has to come. */
async function firstLoad(browser: Browser, baseURL: string): Promise<void> {
  const hana = await Person.register(baseURL, "hana", "최하나");
  await hana.chatWith([], { name: "첫 대화" });
  const page = await (await browser.newContext({ baseURL })).newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  const shown = await noteFirst(page, "form input");
  await page.goto("/sign-in");
  const toForm = await shown();
  print("first load over 10 Mbit/s, to the form for signing in", `${toForm} ms`);
  await page.getByRole("textbox").first().fill(hana.localpart);
  await page.locator("input[type=password]").fill(hana.password);
  const began = Date.now();
  await page.keyboard.press("Enter");
  await page.locator("li[data-key]").waitFor();
  const toList = Date.now() - began;
  print("and from there to the list of chats", `${toList} ms (target 3000 for both: ${toForm + toList})`);
  await page.context().close();
}

function scriptSize(): void {
  const folder = "target/classes/org/bongsu/web";
  const { files } = JSON.parse(readFileSync(join(folder, "files.json"), "utf8")) as {
    files: { file: string; encodings: string[] }[];
  };
  const scripts = files.filter(({ file }) => file.endsWith(".js") && !file.includes("rust-crypto"));
  const bytes = scripts.map(({ file, encodings }) => statSync(join(folder, encodings[0] ? `${file}.br` : file)).size);
  const kib = bytes.reduce((sum, one) => sum + one, 0) / 1024;
  print("scripts before encryption, compressed", `${kib.toFixed(1)} KiB (target 350)`);
}

test("how smooth, how soon, how small", async ({ browser, baseURL }) => {
  if (baseURL === undefined) throw new Error("no server");
  test.setTimeout(20 * 60_000);
  scriptSize();
  await firstLoad(browser, baseURL);

  const minji = await Person.signIn(baseURL, FILLED.localpart, FILLED.name);
  const began = Date.now();
  const page = await minji.open(browser, { serviceWorkers: "allow" });
  await page.getByText(FILLED.chat).first().waitFor({ timeout: 120_000 });
  print("signing in to the list, nothing kept", `${Date.now() - began} ms`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForTimeout(15_000);
  const shown = await noteFirst(page, "li[data-key]");
  const live = await noteFirst(page, `li[aria-setsize="${CHATS}"]`);
  for (const attempt of ["first", "second", "third"]) {
    await page.reload();
    print(`start from what is kept, to the readable list, ${attempt}`, `${await shown()} ms (target 1000)`);
    print("and to the whole list", `${await live()} ms`);
    await page.waitForTimeout(6_000);
  }

  const rows = "div:has(> ul > li[data-key])";
  print("list of chats, down", await scroll(page, rows, 60, 8));
  print("list of chats, up", await scroll(page, rows, -60, 8));
  await page.getByText(FILLED.chat).first().click();
  await page.locator(MESSAGE_LIST).getByText(/\d/).first().waitFor();
  await page.waitForTimeout(2_000);
  const messages = '[role="region"]:has(> [role="log"])';
  print("chat, up", await scroll(page, messages, -60, 20));
  print("chat, down", await scroll(page, messages, 60, 10));
  const memory = await page.evaluate(
    () => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
  );
  print("rows drawn", `${await page.locator('[role="log"] > [data-key]').count()}`);
  print("script memory", `${Math.round(memory / 1024 / 1024)} MiB`);
});
