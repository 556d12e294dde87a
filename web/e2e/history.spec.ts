import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { restingTop, scrollBackTo, wheelUntil } from "./scroll.ts";

/** More than is kept loaded at once. */
const MESSAGES = 700;

/** Rows of a chat that are drawn at once, whatever is loaded. */
const DRAWN_MAX = 150;

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const list = (page: Page) => page.getByRole("region", { name: "메시지", exact: true });

/** The numbers of the messages that are drawn, in their order on the screen. */
async function drawn(page: Page): Promise<number[]> {
  const texts = await page.getByRole("log").locator("[data-key] p[dir=auto]").allTextContents();
  return texts.flatMap((text) => {
    const number = /^소식 (\d+)\.$/.exec(text)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

async function expectNoGaps(page: Page): Promise<void> {
  const numbers = await drawn(page);
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers.length).toBeLessThan(DRAWN_MAX);
  expect(numbers).toEqual(numbers.map((_, place) => (numbers[0] ?? 0) + place));
}

function isAtEnd(page: Page): Promise<boolean> {
  return list(page).evaluate((view) => view.scrollHeight - view.scrollTop - view.clientHeight < 5);
}

test("older messages come while scrolling up, and what one reads stays where it is", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  let last = "";
  for (let n = 1; n <= 120; n++) last = await junho.say(room, `소식 ${n}.`);
  await minji.read(room, last);
  const page = await minji.open(browser);
  await page.getByRole("link", { name: /이준호/ }).click();
  await expect(bubble(page, "소식 120.")).toBeInViewport();
  const reading = bubble(page, "소식 70.");
  await wheelUntil(page, -400, () => reading.isVisible());
  const before = await restingTop(reading);
  await junho.say(room, "새 소식");
  await expect(page.getByRole("link", { name: /이준호/ })).toContainText("새 소식");
  expect(await restingTop(reading)).toBeCloseTo(before, 0);
  await page.getByRole("button", { name: "최근 메시지로" }).click();
  await expect(bubble(page, "새 소식")).toBeInViewport();
  await scrollBackTo(page, bubble(page, "소식 1."));
  await expectNoGaps(page);
});

test("a message is gone to however far back, the way from there to the newest has no gaps, and little is drawn", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const first = await junho.say(room, "비밀번호는 봉수대입니다");
  let last = first;
  for (let n = 1; n <= MESSAGES; n++) last = await junho.say(room, `소식 ${n}.`);
  await minji.read(room, last);
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}/search`);
  await expect(bubble(page, `소식 ${MESSAGES}.`)).toBeInViewport();
  await page.getByLabel("검색어").fill("봉수대");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /비밀번호는/ }).click();
  await expect(bubble(page, "비밀번호는 봉수대입니다")).toBeInViewport();

  // What is changed, reacted to and taken back far away from the newest message shows there.
  await junho.react(room, first, "👍");
  await expect(bubble(page, "봉수대").getByRole("button", { name: "👍 이준호" })).toBeVisible();
  const change = { "m.new_content": { msgtype: "m.text", body: "비밀번호는 바뀌었습니다" } };
  await junho.say(room, "* 바뀜", { ...change, "m.relates_to": { rel_type: "m.replace", event_id: first } });
  await expect(bubble(page, "비밀번호는 바뀌었습니다")).toContainText("수정됨");
  await junho.ask("PUT", `/rooms/${encodeURIComponent(room)}/redact/${encodeURIComponent(first)}/${Date.now()}`, {});
  await expect(bubble(page, "삭제된 메시지입니다.")).toBeVisible();

  await wheelUntil(page, 2_000, async () => {
    await expectNoGaps(page);
    return (await drawn(page)).includes(MESSAGES) && isAtEnd(page);
  });
  await expect(bubble(page, `소식 ${MESSAGES}.`)).toBeInViewport();

  // From far back, what one writes is seen at once, at the end.
  await page.getByRole("button", { name: /비밀번호는/ }).click();
  await expect(bubble(page, "삭제된 메시지입니다.")).toBeInViewport();
  await page.getByPlaceholder("메시지 입력").fill("여기 있어요");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "여기 있어요")).toBeInViewport();
  await expect(bubble(page, `소식 ${MESSAGES}.`)).toBeInViewport();
});
