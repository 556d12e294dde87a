import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });

async function select(page: Page, first: string, ...more: string[]): Promise<void> {
  await bubble(page, first).getByText(first).click({ button: "right" });
  await page.getByRole("dialog").getByRole("button", { name: "선택", exact: true }).click();
  for (const text of more) await page.getByRole("log").getByRole("checkbox", { name: text }).check();
}

test("several messages go to several chats in their order, and are deleted together", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  const notes = await minji.chatWith([], { name: "메모장" });
  const hikers = await minji.chatWith([junho], { name: "산악회" });
  for (const words of ["하나", "두울", "세엣"]) await junho.say(room, words);
  for (const words of ["내 말", "내 다른 말"]) await minji.say(room, words);
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await select(page, "세엣", "하나");
  const bar = page.getByRole("toolbar", { name: "선택한 메시지" });
  await expect(bar).toContainText("2개 선택");
  await bar.getByRole("button", { name: "전달" }).click();
  const dialog = page.getByRole("dialog");
  for (const name of ["메모장", "산악회"]) await dialog.getByRole("button", { name }).click();
  await dialog.getByRole("button", { name: "채팅방 2곳에 전달" }).click();
  for (const chat of [notes, hikers]) await expect.poll(() => minji.messagesIn(chat)).toEqual(["하나", "세엣"]);
  await expect(page.getByPlaceholder("메시지 입력")).toBeVisible();

  // Of another's words there is only one's own copy to delete.
  await select(page, "하나", "내 말");
  await bar.getByRole("button", { name: "삭제" }).click();
  await expect(dialog.getByRole("button", { name: "모두에게서 삭제" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "나에게서만 삭제" }).click();
  await expect(bubble(page, "하나")).toHaveCount(0);
  await expect.poll(() => junho.messagesIn(room)).toContain("내 말");

  await select(page, "내 다른 말");
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await select(page, "내 다른 말");
  await bar.getByRole("button", { name: "삭제" }).click();
  await dialog.getByRole("button", { name: "모두에게서 삭제" }).click();
  await expect(bubble(page, "삭제된 메시지입니다.")).toBeVisible();
});

test("a message's details say who has read it, and who has not", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const room = await minji.chatWith([junho, seoyeon], { name: "산악회" });
  await junho.read(room, await minji.say(room, "토요일 어때요?"));
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(bubble(page, "토요일 어때요?")).toContainText("1명이 아직 읽지 않음");
  await bubble(page, "토요일 어때요?").getByText("토요일 어때요?").click({ button: "right" });
  await page.getByRole("dialog").getByRole("button", { name: "자세히" }).click();
  const details = page.getByRole("dialog", { name: "메시지 정보" });
  await expect(details.getByRole("definition").filter({ hasText: "이준호" })).toHaveCount(1);
  await expect(details).toContainText(/읽은 사람 1명이준호|읽은 사람 1명.*이준호/);
  await expect(details).toContainText(/읽지 않은 사람.*박서연/);
});

test("polls and voice messages stay within their bubbles on a narrow phone", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  const answers = [
    "이번 주 토요일 아침 일찍 남산 입구에서",
    "아주긴낱말이라서줄을바꿀데가없는항목입니다정말로길어요",
  ].map((words, place) => ({ id: `${place}`, "org.matrix.msc1767.text": words }));
  const start = { question: { body: "언제 어디에서 만날까요?" }, max_selections: 1, answers };
  const poll = await junho.emit(room, "org.matrix.msc3381.poll.start", { "org.matrix.msc3381.poll.start": start });
  await minji.emit(room, "org.matrix.msc3381.poll.response", {
    "m.relates_to": { rel_type: "m.reference", event_id: poll },
    "org.matrix.msc3381.poll.response": { answers: ["1"] },
  });
  const voice = await junho.upload({ name: "v.webm", type: "audio/webm", content: Buffer.alloc(3_000) });
  await junho.say(room, "음성 메시지", {
    msgtype: "m.audio",
    url: voice,
    info: { mimetype: "audio/webm", duration: 3_599_000 },
  });
  const page = await minji.open(browser, { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(page.getByRole("log").getByText("1표")).toBeVisible();
  await expect(page.getByRole("log").getByText("59:59")).toBeVisible();
  const outside = await page.getByRole("log").evaluate((log) => {
    const cards = [...log.querySelectorAll("[class*=poll], [class*=voice]")];
    return cards.flatMap((card) => {
      const bubble = card.parentElement?.getBoundingClientRect();
      return [...card.querySelectorAll("*")].filter((part) => {
        const { right, left, width } = part.getBoundingClientRect();
        return bubble && width > 0 && (right > bubble.right + 1 || left < bubble.left - 1 || right > innerWidth);
      });
    }).length;
  });
  expect(outside).toBe(0);
});

test("what one has begun to write is said in the list", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  await junho.say(room, "언제 와?");
  const page = await minji.open(browser);
  const row = page.getByRole("link", { name: /이준호/ });
  await row.click();
  await page.getByPlaceholder("메시지 입력").fill("지금 가고");
  await expect(row).toContainText("언제 와?");
  await page.goto("/chats");
  await expect(row).toContainText("작성 중 지금 가고");
  await row.click();
  await page.getByPlaceholder("메시지 입력").fill("");
  await page.goto("/chats");
  await expect(row).toContainText("언제 와?");
});

test("whoever has no chat yet is shown how to begin", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  await page.getByRole("button", { name: "링크로 초대하기" }).click();
  await expect(page.getByRole("dialog").getByRole("img", { name: "QR 코드" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "친구 추가" }).click();
  await expect(page.getByRole("dialog").getByLabel("친구의 아이디나 링크")).toBeFocused();
});
