import { expect, test } from "../e2e/fixtures.ts";
import { Person } from "../e2e/person.ts";
import { picture } from "../e2e/picture.ts";

/** Of each site of a deployment on this machine: its name, its address, and its process. */
interface Site {
  name: string;
  url: string;
  pid: number;
}

const sites = JSON.parse(process.env.BONGSU_SITES ?? "[]") as Site[];

const MESSAGES = 18;
const KILLED_AT = 6;
const PHOTOS_AT = [4, 8, 12];

/** The server waits for nothing longer than this, so the person does not either. */
const SOON_MILLIS = 15_000;

test("the site that serves is killed while somebody types and sends photos: all arrives once, in order", async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const [serving, ...others] = sites;
  if (!serving || others.length < 2) throw new Error("BONGSU_SITES must name three sites: see WebFailoverIT");
  const living = others[0]?.url ?? "";
  const minji = await Person.register(serving.url, "minji", "김민지");
  const junho = await Person.register(living, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  for (const one of [page, other]) await one.goto(`/chats/${encodeURIComponent(room)}`);
  const area = page.getByPlaceholder("메시지 보내기");
  const seen = page.getByRole("log").locator("[data-key]");
  const written: string[] = [];
  for (let n = 1; n <= MESSAGES; n++) {
    const text = `${n}번째 말`;
    written.push(text);
    await area.pressSequentially(text, { delay: 15 });
    await page.keyboard.press("Enter");
    if (PHOTOS_AT.includes(n)) {
      const photo = { name: `사진 ${n}.png`, mimeType: "image/png", buffer: picture(n * 20) };
      await page.getByTestId("files").setInputFiles(photo);
    }
    if (n === KILLED_AT) process.kill(serving.pid, "SIGKILL");
    // What one has written is on the screen at once, and stays there.
    await expect(seen.filter({ hasText: text })).toHaveCount(1);
  }
  const names = others.map(({ name }) => name).join("|");
  await expect(page.getByText(new RegExp(`(${names}) 사이트로 옮겨 이어 갑니다.`))).toBeVisible({
    timeout: SOON_MILLIS,
  });

  for (const one of [page, other]) {
    const shown = one.getByRole("log").getByRole("button", { name: /사진 크게 보기/ });
    await expect(shown).toHaveCount(PHOTOS_AT.length, { timeout: 30_000 });
    await expect(shown.locator("img")).toHaveCount(PHOTOS_AT.length, { timeout: 30_000 });
    await expect(one.getByRole("log")).toContainText(`${MESSAGES}번째 말`, { timeout: 30_000 });
  }
  await expect(page.getByLabel("보내는 중")).toHaveCount(0, { timeout: 30_000 });

  const bodies = await junho.messagesIn(room);
  expect(bodies.filter((body) => body.endsWith("번째 말"))).toEqual(written);
  expect(bodies.filter((body) => body.startsWith("사진")).sort()).toEqual(PHOTOS_AT.map((n) => `사진 ${n}.png`).sort());
  for (const one of [page, other]) {
    const texts = await one.getByRole("log").locator("[data-key] p[dir=auto]").allTextContents();
    expect(texts.filter((text) => text.endsWith("번째 말"))).toEqual(written);
  }
  // The conversation goes on in both directions.
  await junho.say(room, "다 받았어");
  await expect(page.getByRole("log")).toContainText("다 받았어");
});
