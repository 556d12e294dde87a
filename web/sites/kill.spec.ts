import type { Page } from "@playwright/test";
import { expect, test } from "../e2e/fixtures.ts";
import { Person } from "../e2e/person.ts";
import { noise } from "../e2e/picture.ts";

/** Of each site of a deployment on this machine: its name, its address, and the processes of its node and broker. */
interface Site {
  name: string;
  url: string;
  pids: number[];
}

const sites = JSON.parse(process.env.BONGSU_SITES ?? "[]") as Site[];

const MESSAGES = 18;
const KILLED_AT = 6;
/** One before, one on its way at that moment, one after. */
const PHOTOS_AT = [3, KILLED_AT, 12];

const log = (page: Page) => page.getByRole("log");
const photos = (page: Page) => log(page).getByRole("button", { name: /사진 크게 보기/ });

/** Texts in their order, and all photos, in a window that is high enough to draw the whole conversation. */
async function expectAll(page: Page, written: string[]): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 4_000 });
  await expect(log(page)).toContainText(written.at(-1) ?? "");
  await expect(photos(page).locator("img")).toHaveCount(PHOTOS_AT.length);
  const texts = log(page).locator("[data-key] p[dir=auto]", { hasText: "번째 말" });
  await expect(texts).toHaveText(written);
}

test("the site that serves is killed while somebody types and sends photos: all arrives once, in order", async ({
  browser,
}, info) => {
  const [serving, ...others] = sites;
  if (!serving || others.length < 2) throw new Error("BONGSU_SITES must name three sites: see WebFailoverIT");
  const living = others[0]?.url ?? "";
  const minji = await Person.register(living, "minji", "김민지");
  const junho = await Person.register(living, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const page = await minji.open(browser, { baseURL: serving.url, serviceWorkers: "allow" });
  const other = await junho.open(browser);
  for (const one of [page, other]) await one.goto(`/chats/${encodeURIComponent(room)}`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const area = page.getByPlaceholder("메시지 입력");
  let noticed: Promise<unknown> = Promise.resolve();
  let killedMillis = 0;

  const written: string[] = [];
  for (let n = 1; n <= MESSAGES; n++) {
    const text = `${n}번째 말`;
    written.push(text);
    await area.pressSequentially(text, { delay: 15 });
    await page.keyboard.press("Enter");
    if (PHOTOS_AT.includes(n)) {
      const photo = { name: `사진 ${n}.png`, mimeType: "image/png", buffer: noise(n * 100) };
      const begun = n === KILLED_AT ? page.waitForRequest(/\/upload/) : undefined;
      await page.getByTestId("files").setInputFiles(photo);
      await begun;
    }
    if (n === KILLED_AT) {
      for (const pid of serving.pids) process.kill(pid, "SIGKILL");
      killedMillis = Date.now();
      noticed = expect(page.getByText("다른 서버로 연결했습니다."))
        .toBeVisible()
        .then(() => {
          console.log(`the notice came ${Date.now() - killedMillis} ms after the kill`);
          return page.screenshot({ path: info.outputPath("notice.png") });
        });
    }
    // What one has written is on the screen at once, and stays there.
    await expect(log(page).locator("[data-key]", { hasText: text })).toHaveCount(1);
  }
  console.log(`written until ${Date.now() - killedMillis} ms after the kill`);
  await noticed;
  for (const one of [page, other]) await expectAll(one, written);
  await expect(page.getByLabel("보내는 중")).toHaveCount(0);
  console.log(`all had arrived ${Date.now() - killedMillis} ms after the kill`);

  const bodies = await junho.messagesIn(room);
  expect(bodies.filter((body) => body.endsWith("번째 말"))).toEqual(written);
  expect(bodies.filter((body) => body.startsWith("사진"))).toEqual(PHOTOS_AT.map((n) => `사진 ${n}.png`));

  // The conversation goes on in both directions; also after a start of the app, whose own site is still dead.
  await junho.say(room, "다 받았어");
  await expect(log(page)).toContainText("다 받았어");
  await page.reload();
  await expect(log(page)).toContainText("다 받았어");
  await area.fill("나도 다 보여");
  await page.keyboard.press("Enter");
  await expect(log(other)).toContainText("나도 다 보여");
  await expectAll(page, written);
});
