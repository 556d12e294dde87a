import type { Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { inEveryLook } from "./looks.ts";

const button = (page: Page, name: RegExp) => page.getByRole("button", { name });
const dialog = (page: Page) => page.getByRole("dialog");
const refused = { status: 403, json: { errcode: "M_FORBIDDEN", error: "No." } };

async function menu(page: Page, text: string): Promise<void> {
  await page.getByRole("log").getByText(text).last().click({ button: "right" });
  await dialog(page).waitFor();
}

inEveryLook("chats of two and groups", async ({ browser, baseURL, options, shoot }) => {
  const minji = await Person.register(baseURL, "minji", "김민지");
  const junho = await Person.register(baseURL, "junho", "이준호");
  const seoyeon = await Person.register(baseURL, "seoyeon", "박서연");
  const two = await minji.directChatWith(junho);
  await junho.say(two, "이번 주 토요일에 볼까?");
  await minji.say(two, "좋아, 두 시에 만나자");
  const group = await minji.chatWith([junho, seoyeon], {
    name: "봉수골 산악회",
    preset: "private_chat",
    initial_state: [{ type: "m.room.history_visibility", state_key: "", content: { history_visibility: "invited" } }],
  });
  await seoyeon.say(group, "최신 주식 정보방에 초대합니다");
  const ad = await seoyeon.say(group, "지금 바로 누르세요");
  await minji.ask("PUT", `/rooms/${encodeURIComponent(group)}/redact/${encodeURIComponent(ad)}/1`, {});
  await minji.say(group, "광고는 안 됩니다");
  const page = await minji.open(browser, options);

  await page.goto(`/chats/${encodeURIComponent(two)}`);
  await page.getByText("좋아, 두 시에").last().waitFor();
  await menu(page, "좋아, 두 시에");
  await shoot(page, "message-menu-own");
  await button(page, /^(모두에게서 삭제|Delete for everyone)$/).click();
  await shoot(page, "delete-for-everyone");
  await dialog(page)
    .getByRole("button", { name: /^(취소|Cancel)$/ })
    .click();
  await menu(page, "이번 주 토요일에");
  await shoot(page, "message-menu-other");
  await button(page, /^(나에게서만 삭제|Delete for me)$/).click();
  await shoot(page, "delete-for-me");
  await page.keyboard.press("Escape");
  await menu(page, "이번 주 토요일에");
  await button(page, /^(자세히|Details)$/).click();
  await shoot(page, "message-details");
  await page.keyboard.press("Escape");

  await page.route(/\/(redact\/|send\/m\.reaction\/)/, (route) => route.fulfill(refused));
  await menu(page, "이번 주 토요일에");
  await dialog(page).getByRole("button", { name: "👍" }).click();
  await page.getByRole("alert").first().waitFor();
  await menu(page, "좋아, 두 시에");
  await button(page, /^(모두에게서 삭제|Delete for everyone)$/).click();
  await dialog(page)
    .getByRole("button", { name: /^(삭제|Delete)$/ })
    .click();
  await page.getByRole("alert").nth(1).waitFor();
  await shoot(page, "refused-changes");

  await page.goto(`/chats/${encodeURIComponent(two)}/details`);
  await page.getByRole("switch").first().waitFor();
  await shoot(page, "details-of-two");
  await button(page, /^(그룹 채팅 만들기|New group)$/).click();
  await shoot(page, "invite-a-third");

  await page.goto(`/chats/${encodeURIComponent(group)}`);
  await page.getByText("광고는").last().waitFor();
  await shoot(page, "deleted-by-owner");
  await menu(page, "최신 주식");
  await button(page, /^(모두에게서 삭제|Delete for everyone)$/).click();
  await shoot(page, "delete-of-a-member");
  await page.goto(`/chats/${encodeURIComponent(group)}/details`);
  await page.getByRole("switch").first().waitFor();
  await shoot(page, "details-of-a-group");
  await page
    .getByRole("region")
    .getByRole("button", { name: /박서연/ })
    .click();
  await button(page, /^(내보내기|Remove from chat)$/).click();
  await shoot(page, "remove-question");
  await page.context().close();
});

inEveryLook("keys", async ({ browser, baseURL, options, shoot }) => {
  const minji = await Person.register(baseURL, "minji", "김민지");
  const junho = await Person.register(baseURL, "junho", "이준호");
  const page = await minji.open(browser, options);
  const other = await junho.open(browser, options);
  await page.goto("/chats");
  await button(page, /^(새 채팅|New chat)$/).click();
  await page.getByRole("textbox").first().fill(junho.localpart);
  await dialog(page).getByRole("checkbox").check();
  await button(page, /^(대화 시작|Start chat)$/).click();
  const field = (one: Page) => one.getByPlaceholder(/^(메시지 입력|Write a message)$/);
  await field(page).waitFor();
  const room = page.url();
  await other.goto(room);
  await button(other, /^(수락|Accept)$/).click();
  await field(other).fill("통장 번호는 여기에만 적을게");
  await button(other, /^(보내기|Send)$/).click();
  await page.getByText("통장 번호는").last().waitFor();
  await shoot(page, "encrypted-without-keys");

  await page.goto("/more/account");
  await button(page, /^(로그아웃|Sign out)$/).click();
  await dialog(page).getByRole("alert").waitFor();
  await shoot(page, "sign-out-loses-keys");
  await dialog(page)
    .getByRole("button", { name: /^(복구 키 만들기|Create a recovery key)$/ })
    .click();
  await shoot(page, "recovery-key-intro");
  await button(page, /^(만들기|Create)$/).click();
  await page.getByTestId("recovery-key").waitFor();
  await shoot(page, "recovery-key-to-write-down");
  await button(page, /^(파일로 저장|Save as file)$/).click();
  await page.getByRole("checkbox").check();
  await shoot(page, "recovery-key-saved");
  await button(page, /^(완료|Done)$/).click();
  await dialog(page).waitFor({ state: "hidden" });

  const makeKey = async (one: Page, name: RegExp) => {
    await one.goto("/more/privacy");
    const start = button(one, /^(암호화 켜기|Turn on encryption)$/);
    await start.or(button(one, name)).waitFor();
    if (await start.isVisible()) await start.click();
    await button(one, name).click();
    await button(one, /^(만들기|Create)$/).click();
    await button(one, /^(파일로 저장|Save as file)$/).click();
    await one.getByRole("checkbox").check();
    await button(one, /^(완료|Done)$/).click();
  };
  await makeKey(other, /^(복구 키 만들기|Create a recovery key)$/);
  await dialog(other).waitFor({ state: "hidden" });
  await page.goto(room);
  await field(page).fill("확인");
  await button(page, /^(보내기|Send)$/).click();
  await page.waitForTimeout(1_000);
  const thief = await junho.open(browser, options);
  await makeKey(thief, /^(복구 키 새로 만들기|Create a new recovery key)$/);
  await dialog(thief).locator("input[type=password]").fill(junho.password);
  await shoot(thief, "recovery-key-password");
  await button(thief, /^(완료|Done)$/).click();
  await page.getByRole("alert").waitFor();
  await shoot(page, "identity-changed");
  for (const one of [page, other, thief]) await one.context().close();
});
