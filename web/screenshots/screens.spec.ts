import { test, type Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { inEveryLook } from "./looks.ts";
import { makeWorld, type World } from "./world.ts";

let world: World;

/** A finger presses long, a mouse presses its other button. */
async function openMenu(page: Page, text: string): Promise<void> {
  await page.getByRole("log").getByText(text).last().click({ button: "right" });
  await page.getByRole("dialog").waitFor();
}

test.beforeAll(async ({}, info) => {
  world = await makeWorld(info.project.use.baseURL ?? "");
});

inEveryLook("screens", async ({ browser, baseURL, options, shoot }) => {
  const guest = await (await browser.newContext(options)).newPage();
  await guest.goto("/sign-in");
  await guest.getByRole("button", { name: /^(로그인|Sign in)$/ }).waitFor();
  await shoot(guest, "sign-in");
  await guest.goto("/sign-up");
  await guest.getByRole("textbox").first().waitFor();
  await shoot(guest, "sign-up");
  await guest.context().close();

  const newcomer = await Person.register(baseURL, "newcomer", "새사람");
  const empty = await newcomer.open(browser, options);
  await empty.getByText(/(아직 대화가 없습니다|No chats yet)/).waitFor();
  await shoot(empty, "chats-empty");
  await empty.context().close();

  const page = await world.me.open(browser, options);
  await page.getByText("봉수 프로젝트").first().waitFor();
  await shoot(page, "chats");
  await page.getByRole("button", { name: /^(새 채팅|New chat)$/ }).click();
  await shoot(page, "new-chat");
  await page.keyboard.press("Escape");
  await page.goto(`/chats/${encodeURIComponent(world.group)}`);
  await page.getByText("그럼 두 시에 봐요").last().waitFor();
  await shoot(page, "conversation");
  await page.getByRole("button", { name: /^(첨부|Attach)$/ }).click();
  await shoot(page, "attach");
  await page.getByRole("button", { name: /^(투표 만들기|New poll)$/ }).click();
  await shoot(page, "new-poll");
  await page.keyboard.press("Escape");
  await openMenu(page, "바뀐 곳은");
  await shoot(page, "message-menu");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^(이모지|Emoji)$/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: "😀" })
    .or(page.getByTitle(/^(활짝 웃는 얼굴|grinning face)$/))
    .first()
    .waitFor();
  await shoot(page, "emoji");
  await page.keyboard.press("Escape");
  await page
    .getByRole("log")
    .getByRole("button", { name: /(이준호|박서연).*(프로필|profile)/ })
    .last()
    .click();
  await page.getByRole("dialog").getByRole("heading", { level: 1 }).waitFor();
  await shoot(page, "profile-sheet");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("option").first().waitFor();
  await shoot(page, "switcher");
  await page.keyboard.press("Escape");
  await openMenu(page, "Thanks! I will");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^(선택|Select)$/ })
    .click();
  await page.getByRole("checkbox").nth(2).check();
  await shoot(page, "selection");
  await page.keyboard.press("Escape");
  await page.goto(`/chats/${encodeURIComponent(world.group)}/details`);
  await page.getByRole("switch").first().waitFor();
  await shoot(page, "details");
  await page.goto(`/chats/${encodeURIComponent(world.group)}/search`);
  await page.getByRole("searchbox").last().fill("회의");
  await page.keyboard.press("Enter");
  await page.locator("mark").first().waitFor();
  await shoot(page, "search");
  await page.goto(`/chats/${encodeURIComponent(world.direct)}`);
  await page.getByRole("log").locator("button img").nth(3).waitFor();
  await shoot(page, "photos");
  await page.getByRole("log").locator("button img").nth(2).click();
  await page.getByRole("dialog").getByRole("img").waitFor();
  await shoot(page, "viewer");
  await page.goBack();
  await page.goto(`/chats/${encodeURIComponent(world.direct)}/drawer`);
  await page.getByRole("tabpanel").locator("img").nth(2).waitFor();
  await shoot(page, "drawer");
  await page.getByRole("tab", { name: /^(파일|Files)$/ }).click();
  await page.getByText("등산 계획.pdf").last().waitFor();
  await shoot(page, "drawer-files");
  await page.goto(`/chats/${encodeURIComponent(world.hikers)}`);
  await page.getByText("언제 갈까요?").last().waitFor();
  await page.locator("video, button img").first().waitFor();
  await shoot(page, "poll-voice-video");
  await page.getByRole("button", { name: /^(음성 메시지 녹음|Record a voice message)$/ }).click();
  await page.getByRole("alert").waitFor();
  await shoot(page, "microphone-denied");
  await page.context().grantPermissions(["microphone"]);
  await page.reload();
  await page.getByRole("button", { name: /^(음성 메시지 녹음|Record a voice message)$/ }).click();
  await page.getByText("0:01").waitFor();
  await shoot(page, "recording");
  await page.goto("/chats");
  await page.getByText("주말 등산").first().click();
  await page.getByRole("button", { name: /^(수락|Accept)$/ }).waitFor();
  await shoot(page, "invitation");
  await page.goto("/more");
  await page.getByRole("link", { name: /^(계정|Account)$/ }).waitFor();
  await shoot(page, "more");
  await page.getByRole("button", { name: /^(단축키|Keyboard shortcuts)$/ }).click();
  await page.getByRole("dialog").getByText("Esc").waitFor();
  await shoot(page, "shortcuts");
  await page.keyboard.press("Escape");
  await page.goto("/more/status");
  await page.getByText(/(정상적으로 이용할|Everything works)/).waitFor();
  await shoot(page, "status");
  await page.goto("/more/appearance");
  await page.getByRole("radio").first().waitFor();
  await shoot(page, "appearance");
  await page.goto("/more/data");
  await page.getByText(/^(고급 정보|Advanced)$/).click();
  await shoot(page, "data");
  await page.goto("/more/account");
  const devices = page.getByRole("region", { name: /^(로그인한 기기|Devices)$/ });
  await devices.getByRole("listitem").nth(1).waitFor();
  await devices.evaluate((section) => section.scrollIntoView());
  await shoot(page, "devices");
  await devices
    .getByRole("button", { name: /^(로그아웃|Sign out): / })
    .first()
    .click();
  await shoot(page, "device-sign-out");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^(비밀번호 변경|Change password)$/ }).click();
  await shoot(page, "change-password");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^(계정 삭제|Delete account)$/ }).click();
  await shoot(page, "delete-account");
  await page.keyboard.press("Escape");
  await page.goto("/more/chats");
  await page.getByRole("switch").first().waitFor();
  await shoot(page, "settings-chats");
  await page.context().close();
});
