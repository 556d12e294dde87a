import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const field = (page: Page) => page.getByPlaceholder("메시지 입력");

test("Ctrl+K goes to a chat or a friend, arrow up changes one's last words, Escape closes the innermost", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const room = await minji.directChatWith(junho);
  await minji.chatWith([junho], { name: "산악회" });
  const friends = { [seoyeon.id]: { listed: true, name: "박서연" } };
  await minji.ask("PUT", `/user/${encodeURIComponent(minji.id)}/account_data/org.bongsu.friends`, { friends });
  const page = await minji.open(browser);
  await expect(page.getByRole("link", { name: /이준호/ })).toBeVisible();
  const switcher = page.getByRole("dialog", { name: "채팅방·친구 검색" });
  await page.keyboard.press("Control+k");
  await expect(switcher.getByRole("option")).toHaveCount(3);
  await page.keyboard.type("ㅇㅈㅎ");
  await expect(switcher.getByRole("option")).toHaveText([/이준호/]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/chats/${encodeURIComponent(room)}$`));
  await expect(field(page)).toBeFocused();

  await page.keyboard.type("일곱 시에 봐");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "일곱 시에 봐")).toContainText("1명이 아직 읽지 않음");
  await junho.say(room, "그래");
  await expect(bubble(page, "그래")).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(field(page)).toHaveValue("일곱 시에 봐");
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveValue("");
  await page.keyboard.press("ArrowUp");
  await field(page).fill("여덟 시에 봐");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "여덟 시에 봐")).toContainText("수정됨");

  // A pane, an answer in it, a dialog above: each closes alone.
  await page.getByRole("button", { name: "채팅방 정보", exact: true }).click();
  await bubble(page, "그래").hover();
  await bubble(page, "그래").getByRole("button", { name: "메시지 메뉴" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "답장" }).click();
  await page.keyboard.press("Control+k");
  await expect(switcher).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(switcher).toHaveCount(0);
  await expect(page.getByText("이준호님에게 답장")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("이준호님에게 답장")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "채팅방 정보" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "채팅방 정보" })).toHaveCount(0);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("서연");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /박서연/ })).toBeVisible();
});

test("a question mark shows the keys, but is written where one writes", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await field(page).focus();
  await page.keyboard.type("뭐?");
  await expect(field(page)).toHaveValue("뭐?");
  await page.getByRole("region", { name: "메시지", exact: true }).focus();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "단축키" });
  await expect(keys).toContainText("마지막에 보낸 메시지 수정");
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
});

test("a press beside a dialog closes it, but loses nothing that was written in it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const dialog = page.getByRole("dialog", { name: "투표 만들기" });
  const open = async () => {
    await page.getByRole("button", { name: "첨부" }).click();
    await page.getByRole("button", { name: "투표 만들기" }).click();
    await expect(dialog).toBeVisible();
  };
  await open();
  await page.mouse.click(8, 8);
  await expect(dialog).toHaveCount(0);
  await open();
  await dialog.getByLabel("질문").fill("어디로 갈까요?");
  await page.mouse.click(8, 8);
  await page.mouse.click(8, 8);
  await expect(dialog.getByLabel("질문")).toHaveValue("어디로 갈까요?");
  await dialog.getByRole("button", { name: "닫기" }).click();
  await expect(dialog).toHaveCount(0);
});
