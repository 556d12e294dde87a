import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { ProxySite } from "./proxySite.ts";

/** As many messages as somebody writes while their site dies. */
const MESSAGES = 12;

test("a site dies while somebody writes: nothing is lost, doubled or reordered", async ({ browser, url }) => {
  const seoul = await ProxySite.start("seoul", url);
  const busan = await ProxySite.start("busan", url);
  seoul.named = busan.named = [seoul, busan];
  try {
    const minji = await Person.register(seoul.url, "minji", "김민지");
    const junho = await Person.register(url, "junho", "이준호");
    const room = await junho.directChatWith(minji);
    const page = await minji.open(browser);
    await page.getByRole("link", { name: /이준호/ }).click();
    const area = page.getByPlaceholder("메시지 입력");
    await area.waitFor();
    const written: string[] = [];
    let noticed: Promise<void> = Promise.resolve();
    for (let n = 1; n <= MESSAGES; n++) {
      if (n === MESSAGES / 3) {
        seoul.freeze();
        // It is said for some seconds only, in which a slow machine does not type the rest.
        noticed = expect(page.getByText("다른 서버로 연결했습니다.")).toBeVisible();
      }
      const text = `${n}번째 말`;
      written.push(text);
      await area.pressSequentially(text);
      await page.keyboard.press("Enter");
    }
    await noticed;
    const last = page.getByRole("log").locator("[data-key]", { hasText: `${MESSAGES}번째 말` });
    await expect(last).toContainText("1명이 아직 읽지 않음");
    await junho.say(room, "다 받았어");
    await expect(page.getByRole("log")).toContainText("다 받았어");
    expect(await junho.messagesIn(room)).toEqual([...written, "다 받았어"]);
    const shown = await page.getByRole("log").locator("[data-key] p[dir=auto]").allTextContents();
    expect(shown.filter((text) => text.endsWith("번째 말"))).toEqual(written);
  } finally {
    seoul.stop();
    busan.stop();
  }
});
