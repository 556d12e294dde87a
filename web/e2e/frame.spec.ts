import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

const tabs = (page: Page) => page.getByRole("navigation").getByRole("link");
const sheet = (page: Page) => page.getByRole("dialog", { name: "프로필" });

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

test("the tabs are those that have something, a phone shows one thing at a time, and Back goes out again", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  await junho.say(await junho.directChatWith(minji), "안녕");
  const page = await minji.open(browser, PHONE);
  await expect(tabs(page)).toHaveText([/친구/, /채팅/, /더보기/]);
  await page.getByRole("link", { name: /이준호/ }).click();
  await expect(page.getByRole("navigation")).toBeHidden();
  await page.goBack();
  await expect(page.getByRole("navigation")).toBeVisible();
  await openMore(page, "화면");
  await expect(page.getByRole("region", { name: "더보기" })).toBeHidden();
  await expect(page.getByRole("heading", { name: "화면" })).toBeVisible();
  await page.getByRole("button", { name: "뒤로" }).click();
  await expect(page.getByRole("region", { name: "더보기" })).toBeVisible();
  // What was saved from before leads to where the settings are now.
  await page.goto("/settings");
  await expect(page.getByRole("region", { name: "더보기" }).getByRole("link", { name: "알림" })).toBeVisible();
});

test("the chat with oneself is made once, has its name in each language, and invites nobody", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  const open = async (one: Page) => {
    await one.getByRole("navigation").getByRole("link", { name: "더보기" }).click();
    await one.getByRole("button", { name: "나와의 채팅" }).click();
    await expect(one.getByRole("heading", { name: "나와의 채팅" })).toBeVisible();
  };
  await open(page);
  const first = page.url();
  await page.getByPlaceholder("메시지 입력").fill("우유 사기");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /나와의 채팅/ })).toContainText("우유 사기");
  await page.getByRole("button", { name: "채팅방 정보" }).click();
  const details = page.getByRole("region", { name: "채팅방 정보" });
  await expect(details.getByText("참여자 1명")).toBeVisible();
  await expect(details.getByRole("button", { name: /초대하기|그룹 채팅/ })).toHaveCount(0);
  await page.getByRole("navigation").getByRole("link", { name: "친구" }).click();
  await expect(page.getByRole("region", { name: "친구", exact: true }).getByRole("link")).toHaveCount(1);

  const another = await minji.open(browser);
  await expect(another.getByRole("link", { name: /나와의 채팅/ })).toBeVisible();
  await open(another);
  expect(another.url()).toBe(first);
  await another.reload();
  await expect(another.getByRole("heading", { name: "나와의 채팅" })).toBeVisible();
  await another.evaluate(() => localStorage.setItem("bongsu.language", "en"));
  await another.reload();
  await expect(another.getByRole("heading", { name: "My notes" })).toBeVisible();
});

test("each face in a chat shows whose it is, and what one may do: chat, contact, block", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  await junho.directChatWith(minji);
  const room = await minji.chatWith([junho, seoyeon], { name: "산악회", preset: "private_chat" });
  await junho.say(room, "토요일에 가요");
  await seoyeon.say(room, "저도요");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const log = page.getByRole("log");
  await log.getByRole("button", { name: "이준호님의 프로필" }).click();
  await expect(sheet(page).getByRole("heading", { name: "이준호" })).toBeVisible();
  await sheet(page).getByRole("button", { name: "연락처 추가" }).click();
  await sheet(page).getByLabel("전화번호").fill("010-1234-5678");
  await sheet(page).getByRole("button", { name: "저장" }).click();
  await expect(sheet(page).getByRole("link", { name: "이준호님에게 전화" })).toBeVisible();
  await sheet(page).getByRole("button", { name: "1:1 채팅" }).click();
  await expect(page.getByRole("heading", { name: "이준호" })).toBeVisible();
  await expect(sheet(page)).toHaveCount(0);

  // In a chat of two, the face above it does the same.
  await page.getByRole("button", { name: "이준호님의 프로필" }).first().click();
  await expect(sheet(page).getByRole("link", { name: "이준호님에게 전화" })).toBeVisible();
  await page.keyboard.press("Escape");

  // Whoever owns the group sees there what an owner may do; of a stranger, one may make a friend.
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await log.getByRole("button", { name: "박서연님의 프로필" }).click();
  await expect(sheet(page).getByRole("button", { name: "친구 추가" })).toBeVisible();
  await expect(sheet(page).getByLabel("역할")).toBeVisible();
  await sheet(page).getByRole("button", { name: "차단" }).click();
  await page
    .getByRole("dialog", { name: /차단할까요/ })
    .getByRole("button", { name: "차단" })
    .click();
  await expect(sheet(page).getByRole("button", { name: "차단 해제" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(log.getByText("저도요")).toHaveCount(0);
});

test("the state of the service is said in plain words, without an address", async ({ browser, url }) => {
  const page = await (await Person.register(url, "minji", "김민지")).open(browser);
  await openMore(page, "서비스 상태");
  const pane = page.getByRole("region", { name: "서비스 상태" });
  await expect(pane.getByRole("status")).toContainText("정상적으로 이용할 수 있습니다.");
  await expect(pane).not.toContainText(new URL(url).host);
  await page.context().setOffline(true);
  await pane.getByRole("button", { name: "다시 확인" }).click();
  await expect(pane.getByRole("status")).toContainText("지금은 연결할 수 없습니다.");
  await page.context().setOffline(false);
  await pane.getByRole("button", { name: "다시 확인" }).click();
  await expect(pane.getByRole("status")).toContainText("정상적으로 이용할 수 있습니다.");
});
