import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

async function expectAccessible(page: Page, what: string) {
  const axe = new AxeBuilder({ page });
  // In the dark nothing but the colours is different.
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const { violations } = await (isDark ? axe.withRules("color-contrast") : axe).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  expect(found, what).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on any screen, ${colorScheme}`, async ({ browser, url }) => {
    test.slow(); // fifteen screens, each looked through as a whole
    const guest = await (await browser.newContext({ baseURL: url, colorScheme })).newPage();
    await guest.goto("/sign-up");
    await guest.getByLabel("이름").waitFor();
    await expectAccessible(guest, "sign-up");
    await guest.goto("/sign-in");
    await guest.getByLabel("아이디").waitFor();
    await expectAccessible(guest, "sign-in");

    const minji = await Person.register(url, "minji", "김민지");
    const junho = await Person.register(url, "junho", "이준호");
    const room = await minji.directChatWith(junho);
    await junho.say(room, "안녕하세요");
    await minji.say(room, "네, 반가워요");
    const hana = await Person.register(url, "hana", "최하나");
    await hana.ask("POST", "/createRoom", { name: "주말 등산", invite: [minji.id], preset: "private_chat" });
    const page = await minji.open(browser, { colorScheme });
    await page.getByText("주말 등산").waitFor();
    await expectAccessible(page, "chats");
    await page.getByRole("link", { name: /이준호/ }).click();
    await page.getByRole("log").getByText("네, 반가워요").waitFor();
    await expectAccessible(page, "conversation");
    await page.getByRole("button", { name: "채팅방 정보" }).click();
    await page.getByRole("switch").first().waitFor();
    await expectAccessible(page, "details");
    await page.getByText("네, 반가워요").last().click({ button: "right" });
    await expectAccessible(page, "message menu");
    await page.getByRole("dialog").getByRole("button", { name: "공지로 등록" }).click();
    await page.getByRole("button", { name: "공지 메뉴" }).click();
    await expectAccessible(page, "notice and its menu");
    await page.keyboard.press("Escape");
    await page.getByRole("log").getByText("안녕하세요").last().click({ button: "right" });
    await page.getByRole("dialog").getByRole("button", { name: "선택", exact: true }).click();
    await page.getByRole("log").getByRole("checkbox").nth(1).check();
    await expectAccessible(page, "selection");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "이모지" }).click();
    await page.getByRole("dialog").getByRole("radio").first().waitFor();
    await expectAccessible(page, "emoji");
    await page.keyboard.press("Escape");
    await page.getByRole("log").getByRole("button", { name: "이준호님의 프로필" }).click();
    await expectAccessible(page, "profile");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    await expectAccessible(page, "switcher");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "사진 · 파일 · 링크" }).click();
    await page.getByText("주고받은 사진과 동영상이 없습니다.").waitFor();
    await expectAccessible(page, "drawer");
    await page.getByRole("button", { name: "첨부" }).click();
    await expectAccessible(page, "what to send");
    await page.getByRole("button", { name: "투표 만들기" }).click();
    await page.getByLabel("질문").fill("갈까요?");
    await page.getByLabel("항목 1", { exact: true }).fill("네");
    await page.getByLabel("항목 2", { exact: true }).fill("아니요");
    await expectAccessible(page, "new poll");
    await page.getByRole("button", { name: "투표 시작" }).click();
    await page.getByRole("log").getByRole("button", { name: "아니요" }).click();
    await page.getByRole("log").getByText("1표").waitFor();
    await minji.say(room, "https://example.org/a", { formatted_body: "" });
    await page
      .getByRole("log")
      .getByRole("link", { name: /^example.org/ })
      .waitFor();
    await expectAccessible(page, "poll and link");
    await page.getByRole("button", { name: "음성 메시지 녹음" }).click();
    await page.getByRole("alert").waitFor();
    await expectAccessible(page, "no microphone");
    await page.getByRole("button", { name: "닫기" }).last().click();
    await page.getByRole("button", { name: "대화 검색" }).click();
    await page.getByLabel("검색어").fill("반가");
    await page.keyboard.press("Enter");
    await page.locator("mark").first().waitFor();
    await expectAccessible(page, "search");
    await page.getByRole("link", { name: /주말 등산/ }).click();
    await page.getByRole("button", { name: "수락" }).waitFor();
    await expectAccessible(page, "invitation");
    await page.getByRole("button", { name: "새 채팅" }).click();
    await expectAccessible(page, "new chat");
    await page.keyboard.press("Escape");
    await openMore(page, "화면");
    await page.getByRole("radio").first().waitFor();
    await expectAccessible(page, "appearance");
    await openMore(page, "서비스 상태");
    await page.getByText("정상적으로 이용할 수 있습니다.").waitFor();
    await expectAccessible(page, "status");
    await openMore(page, "데이터와 정보");
    await page.getByText("고급 정보").click();
    await expectAccessible(page, "data");
    await openMore(page, "계정");
    await page.getByRole("button", { name: "이름 바꾸기", exact: true }).click();
    await page.getByText("이 기기", { exact: true }).waitFor();
    await expectAccessible(page, "account");
    await page.getByRole("button", { name: "비밀번호 변경" }).click();
    await expectAccessible(page, "change password");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "계정 삭제" }).click();
    await expectAccessible(page, "delete account");
    await page.keyboard.press("Escape");
    await openMore(page, "채팅");
    await page.getByRole("switch").first().waitFor();
    await expectAccessible(page, "settings of chats");
    await openMore(page, "개인정보 보호");
    await page.getByRole("button", { name: /암호화 켜기|복구 키 만들기/ }).waitFor();
    await expectAccessible(page, "privacy");
    if (await page.getByRole("button", { name: "암호화 켜기" }).isVisible())
      await page.getByRole("button", { name: "암호화 켜기" }).click();
    await page.getByRole("button", { name: "복구 키 만들기" }).click();
    await page.getByRole("button", { name: "만들기", exact: true }).click();
    await page.getByTestId("recovery-key").waitFor();
    await expectAccessible(page, "recovery key");
  });

  test(`axe finds nothing where friends and contacts are, ${colorScheme}`, async ({ browser, url }) => {
    const minji = await Person.register(url, "minji", "김민지");
    const room = await minji.directChatWith(await Person.register(url, "junho", "이준호"));
    const page = await minji.open(browser, { colorScheme });
    await page.getByRole("link", { name: "친구" }).click();
    await page.getByRole("button", { name: "친구 추가" }).click();
    await expectAccessible(page, "add a friend");
    await page.getByRole("button", { name: "QR 코드 스캔" }).click();
    await expectAccessible(page, "scan");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: /김민지/ }).click();
    await page.getByRole("img", { name: "QR 코드" }).waitFor();
    await expectAccessible(page, "own code");
    await page.getByRole("link", { name: /이준호/ }).click();
    await page.getByRole("button", { name: "연락처 추가" }).click();
    await page.getByLabel("전화번호").fill("010-1234-5678");
    await expectAccessible(page, "contact");
    await page.getByRole("button", { name: "저장" }).click();
    await page.getByRole("link", { name: "이준호님에게 전화" }).waitFor();
    await expectAccessible(page, "friend");
    await page.goto(`/chats/${encodeURIComponent(room)}/details`);
    await page.getByRole("button", { name: "연락처 보기" }).click();
    await page.getByLabel("보낼 내용").waitFor();
    await expectAccessible(page, "contact sheet");
  });
}

test("somebody without a mouse signs in, opens a chat, writes, and goes back", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await (await Person.register(url, "junho", "이준호")).directChatWith(minji);
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  await page.goto("/sign-in");
  await page.getByLabel("아이디").focus();
  await page.keyboard.type(minji.localpart);
  await page.keyboard.press("Tab");
  await page.keyboard.type(minji.password);
  await page.keyboard.press("Enter");
  const row = page.getByRole("link", { name: /이준호/ });
  await row.waitFor();
  for (let tabs = 0; tabs < 12 && !(await row.evaluate((link) => link === document.activeElement)); tabs++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/chats/${encodeURIComponent(room)}$`));
  await expect(page.getByPlaceholder("메시지 입력")).toBeFocused();
  await page.keyboard.type("손가락만으로");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("손가락만으로");
});

test("somebody without a mouse finds a friend, makes them a favourite, and writes down a number", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  await (await Person.register(url, "junho", "이준호")).directChatWith(minji);
  const page = await minji.open(browser);
  await page.goto("/friends");
  const press = async (target: Locator) => {
    await target.waitFor();
    for (let tabs = 0; tabs < 20 && !(await target.evaluate((one) => one === document.activeElement)); tabs++) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
  };
  await page.getByLabel("이름이나 초성으로 검색").focus();
  await page.keyboard.type("ㅇㅈㅎ");
  await press(page.getByRole("link", { name: "이준호" }));
  const favourite = page.getByRole("button", { name: "즐겨찾기" });
  await press(favourite);
  await expect(favourite).toHaveAttribute("aria-pressed", "true");
  await press(page.getByRole("button", { name: "연락처 추가" }));
  await page.keyboard.type("010-1234-5678");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "이준호님에게 전화" })).toBeVisible();
});
