import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";

/** From the start of a server to its first words, on a machine that is busy. */
const START_MILLIS_MAX = 90_000;

let server: ChildProcess | undefined;
const data = mkdtempSync(join(tmpdir(), "bongsu-first-"));

test.afterAll(() => {
  server?.kill();
  rmSync(data, { recursive: true, force: true });
});

/** The link that a server prints when it is started as somebody does who has just got it. */
function printedLink(): Promise<string> {
  const options = ["serve", "--data", data, "--port", "0", "--password-memory", "64"];
  const started = spawn(join(import.meta.dirname, "../../bongsu"), options, {
    env: { ...process.env, LC_ALL: "ko_KR.UTF-8" },
  });
  server = started;
  return new Promise((resolve, reject) => {
    let words = "";
    started.stdout.on("data", (more: Buffer) => {
      words += more.toString();
      const link = /가입할 수 있습니다: (\S+)\s/.exec(words)?.[1];
      if (link !== undefined) resolve(link);
    });
    setTimeout(() => reject(new Error(`no link in: ${words}`)), START_MILLIS_MAX);
  });
}

test("who starts a server signs up with the link that it prints, and nobody without a code", async ({ browser }) => {
  test.setTimeout(2 * START_MILLIS_MAX);
  const link = await printedLink();
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel("이름").fill("김민지");
  await page.getByLabel("아이디").fill("minji");
  await page.getByLabel("비밀번호").fill("correct-봉수-password");
  await expect(page.getByLabel("가입 코드")).toHaveCount(0);
  await page.getByRole("button", { name: "가입하고 시작하기" }).click();
  await expect(page.getByText("아직 대화가 없습니다.")).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${new URL(link).origin}/?invite=guessed`);
  await stranger.getByLabel("이름").fill("낯선 사람");
  await stranger.getByLabel("아이디").fill("stranger");
  await stranger.getByLabel("비밀번호").fill("correct-봉수-password");
  await stranger.getByRole("button", { name: "가입하고 시작하기" }).click();
  await expect(stranger.getByRole("alert")).toContainText("가입 코드");
  await stranger.getByLabel("가입 코드").fill(new URL(link).searchParams.get("invite") ?? "");
  await stranger.getByRole("button", { name: "가입하고 시작하기" }).click();
  await expect(stranger.getByText("아직 대화가 없습니다.")).toBeVisible();
});
