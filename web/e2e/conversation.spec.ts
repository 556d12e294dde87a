import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const write = async (page: Page, text: string) => {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
};

test("two people sign up, find each other and talk", async ({ browser, url }) => {
  const unique = Date.now().toString(36);
  const pages: Page[] = [];
  for (const [name, user] of [
    ["김민지", `minji${unique}`],
    ["이준호", `junho${unique}`],
  ] as const) {
    const page = await (await browser.newContext({ baseURL: url })).newPage();
    await page.goto("/");
    await page.getByRole("link", { name: "가입하기" }).click();
    await page.getByLabel("이름").fill(name);
    await page.getByLabel("아이디").fill(user);
    await page.getByLabel("비밀번호").fill("correct-봉수-password");
    await page.getByRole("button", { name: "가입하고 시작하기" }).click();
    await expect(page.getByText("아직 대화가 없습니다.")).toBeVisible();
    pages.push(page);
  }
  const [minji, junho] = pages as [Page, Page];

  await minji.getByRole("button", { name: "새 채팅" }).click();
  await minji.getByLabel("상대의 아이디").fill(`nobody${unique}`);
  await minji.getByRole("button", { name: "대화 시작" }).click();
  await expect(minji.getByRole("alert")).toContainText("그런 아이디를 찾지 못했습니다");
  await minji.getByLabel("상대의 아이디").fill(`junho${unique}`);
  await minji.getByRole("button", { name: "대화 시작" }).click();
  await write(minji, "준호야, 저녁에 볼까?");
  await expect(bubble(minji, "저녁에 볼까?")).toBeVisible();

  await junho.getByRole("link", { name: /김민지/ }).click();
  await expect(junho.getByText("김민지님이 친구 신청을 보냈습니다.")).toBeVisible();
  await junho.getByRole("button", { name: "수락" }).click();
  await expect(bubble(junho, "저녁에 볼까?")).toBeVisible();

  await minji.getByPlaceholder("메시지 입력").pressSequentially("곧");
  await expect(junho.getByRole("status")).toContainText("김민지님이 입력 중");
  await write(minji, "<b>굵지 않게</b>");
  await expect(bubble(junho, "<b>굵지 않게</b>")).toBeVisible();
  await write(junho, "그래, 일곱 시!");
  await expect(bubble(minji, "그래, 일곱 시!")).toBeVisible();

  // Still signed in after a new start, with everything in its order.
  await junho.reload();
  await expect(bubble(junho, "그래, 일곱 시!")).toBeVisible();
  const texts = await junho.getByRole("log").locator("[data-key] p[dir=auto]").allTextContents();
  const said = ["준호야, 저녁에 볼까?", "<b>굵지 않게</b>", "그래, 일곱 시!"];
  expect(texts.filter((text) => said.includes(text))).toEqual(said);
});

test("each message says how many have not read it, until they have", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const room = await minji.chatWith([junho, seoyeon], { name: "동아리" });
  const page = await minji.open(browser);
  await page.getByRole("link", { name: /동아리/ }).click();
  await write(page, "회의는 두 시입니다");
  await write(page, "자료는 드라이브에 있어요");
  const first = bubble(page, "회의는 두 시입니다");
  await expect(first).toContainText("2명이 아직 읽지 않음");

  const junhosPage = await junho.open(browser);
  await junhosPage.getByRole("link", { name: /동아리/ }).click();
  await expect(first).toContainText("1명이 아직 읽지 않음");

  await seoyeon.say(room, "네, 갈게요");
  await expect(first).not.toContainText("아직 읽지 않음");
  await expect(bubble(page, "네, 갈게요")).not.toContainText("아직 읽지 않음");
});

test("a chat in the list has its last message and the number of unread ones", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const page = await minji.open(browser);
  await page.evaluate(() => {
    navigator.setAppBadge = (count) => {
      document.body.setAttribute("data-badge", String(count));
      return Promise.resolve();
    };
  });
  for (let n = 1; n <= 3; n++) await junho.say(room, `${n}번째 소식`);
  const row = page.getByRole("link", { name: /이준호/ });
  await expect(row).toContainText("3번째 소식");
  await expect(row).toContainText("읽지 않은 메시지 3개");
  await expect(page).toHaveTitle("(3) 봉수");
  await expect(page.locator("body")).toHaveAttribute("data-badge", "3");
  await page.getByLabel("채팅방·메시지 검색").fill("ㅈㅎ");
  await expect(row).toBeVisible();
  await page.getByLabel("채팅방·메시지 검색").fill("ㄱㅈㅎ");
  await expect(row).toBeHidden();
  await page.getByLabel("채팅방·메시지 검색").fill("");
  await row.click();
  await expect(bubble(page, "1번째 소식")).toBeVisible();
  await expect(row).not.toContainText("읽지 않은 메시지");
});
