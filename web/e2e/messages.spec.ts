import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { scrollBackTo } from "./scroll.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const write = async (page: Page, text: string) => {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
};
const menu = async (page: Page, text: string, item: string) => {
  await bubble(page, text).last().hover();
  await bubble(page, text).last().getByRole("button", { name: "메시지 메뉴" }).click();
  await page.getByRole("dialog").getByRole("button", { name: item }).click();
};

test("people answer, react, change, delete and forward, and the other sees it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  await minji.chatWith([], { name: "메모장" });
  await junho.say(room, "저녁 뭐 먹을까?");
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  await page.getByRole("link", { name: /이준호/ }).click();
  await other.getByRole("link", { name: /김민지/ }).click();

  await menu(page, "저녁 뭐 먹을까?", "답장");
  await expect(page.getByText("이준호님에게 답장")).toBeVisible();
  await write(page, "칼국수");
  const answer = bubble(other, "칼국수");
  await expect(answer.getByRole("button", { name: /이준호님에게 답장/ })).toContainText("저녁 뭐 먹을까?");

  await menu(other, "칼국수", "👍");
  await expect(bubble(page, "칼국수").getByRole("button", { name: "👍 이준호" })).toHaveText("👍 1");
  await bubble(page, "칼국수").getByRole("button", { name: "👍 이준호" }).click();
  await expect(answer.getByRole("button", { name: /👍/ })).toHaveText("👍 2");
  await answer.getByRole("button", { name: /👍/ }).click();
  await expect(bubble(page, "칼국수").getByRole("button", { name: /👍/ })).toHaveText("👍 1");

  await menu(page, "칼국수", "수정");
  await expect(page.getByPlaceholder("메시지 입력")).toHaveValue("칼국수");
  await write(page, "냉면");
  await expect(bubble(other, "냉면")).toContainText("수정됨");

  await menu(page, "냉면", "전달");
  await page.getByRole("dialog").getByRole("button", { name: "메모장" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "전달하기" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("link", { name: /메모장/ })).toContainText("냉면");

  await menu(page, "냉면", "모두에게서 삭제");
  await page.getByRole("button", { name: "삭제", exact: true }).click();
  await expect(bubble(other, "삭제된 메시지입니다.")).toBeVisible();
  await expect(bubble(other, "냉면")).toHaveCount(0);
});

test("somebody is mentioned from a list, links open elsewhere, and hostile words stay words", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([junho], { name: "동아리" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const field = page.getByPlaceholder("메시지 입력");
  await field.pressSequentially("@이준");
  await expect(page.getByRole("option", { name: "이준호" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("@이준호 ");
  await field.pressSequentially("봐 주세요 https://example.org/x. javascript:alert(1) <img src=x>");
  await page.keyboard.press("Enter");
  const said = bubble(page, "봐 주세요");
  await expect(said.locator("b", { hasText: "@이준호" })).toBeVisible();
  // In the words, and as a card below them; the rest is none.
  await expect(said.getByRole("link")).toHaveCount(2);
  const link = said.getByRole("link", { name: "https://example.org/x" });
  await expect(link).toHaveAttribute("href", "https://example.org/x");
  await expect(link).toHaveAttribute("rel", /noopener/);
  // It is on the screen before the server has it.
  const mentions = async () => {
    const path = `/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=1`;
    const { chunk } = await junho.ask<{ chunk: { content: Record<string, unknown> }[] }>("GET", path);
    return chunk[0]?.content["m.mentions"];
  };
  await expect.poll(mentions).toEqual({ user_ids: [junho.id] });
});

test("a draft is kept, a notice stands on top and leads to its message", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([junho], { name: "동아리" });
  await junho.say(room, "회비는 만 원입니다");
  let last = "";
  for (let n = 1; n <= 80; n++) last = await junho.say(room, `잡담 ${n}.`);
  await minji.read(room, last);
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(bubble(page, "잡담 80.")).toBeInViewport();
  await scrollBackTo(page, bubble(page, "회비는 만 원입니다"));
  await menu(page, "회비는 만 원입니다", "공지로 등록");
  await expect(async () => {
    // The closing menu gives the focus back a moment later, and takes it from what is typed within that moment.
    await page.getByPlaceholder("메시지 입력").fill("쓰다 만 글");
    expect(await page.evaluate(() => Object.values(localStorage) as string[])).toContain("쓰다 만 글");
  }).toPass();
  await page.reload();
  await expect(page.getByPlaceholder("메시지 입력")).toHaveValue("쓰다 만 글");
  await expect(bubble(page, "회비는 만 원입니다")).toHaveCount(0);
  await page.getByRole("button", { name: /회비는 만 원입니다/ }).click();
  await expect(bubble(page, "회비는 만 원입니다")).toBeInViewport();
  // Whoever folds it folds it for themselves; who takes it down does so for all, by a menu.
  const other = await junho.open(browser);
  await other.goto(`/chats/${encodeURIComponent(room)}`);
  const notice = (one: Page) => one.getByRole("button", { name: /회비는 만 원입니다.*메시지/ });
  await expect(notice(other)).toBeVisible();
  await page.getByRole("button", { name: "공지 접기" }).click();
  await expect(notice(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "공지 펼치기" })).toBeVisible();
  await expect(notice(other)).toBeVisible();
  await page.getByRole("button", { name: "공지 펼치기" }).click();
  await page.getByRole("button", { name: "공지 메뉴" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "모두에게서 공지 내리기" }).click();
  await expect(notice(page)).toHaveCount(0);
  await expect(notice(other)).toHaveCount(0);
});

test("many who come in are one line, which opens", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const others: Person[] = [];
  for (const name of ["하나", "두리", "세찬", "네모"]) others.push(await Person.register(url, "guest", name));
  const room = await minji.chatWith(others, { name: "동아리" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const folded = page.locator("summary", { hasText: "네모님이 들어왔습니다." });
  await expect(folded).toContainText(/· 알림 \d+개 더 보기/);
  await expect(page.getByText("하나님이 들어왔습니다.")).toBeHidden();
  await folded.click();
  await expect(page.getByText("하나님이 들어왔습니다.")).toBeVisible();
});

test("an answer leads to what it answers, however far back; words are copied; the day stands above", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([junho], { name: "동아리" });
  const asked = await junho.say(room, "회비는 어디로 보내나요?");
  for (let n = 1; n <= 80; n++) await junho.say(room, `잡담 ${n}.`);
  await minji.say(room, "총무 통장으로요", { "m.relates_to": { "m.in_reply_to": { event_id: asked } } });
  const page = await minji.open(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await menu(page, "총무 통장으로요", "복사");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("총무 통장으로요");
  await expect(bubble(page, "잡담 1.")).toHaveCount(0);
  await page.getByRole("button", { name: /이준호님에게 답장/ }).click();
  await expect(page.getByRole("log").locator(`[data-event="${asked}"]`)).toBeInViewport();
  const today = await page.evaluate(() => {
    const now = new Date();
    return `${now.getFullYear()}년 ${now.getMonth() + 1}월 ${now.getDate()}일`;
  });
  await expect(page.getByRole("log").getByRole("heading", { name: today })).toBeVisible();
});
