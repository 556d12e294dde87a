import { test, type Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { picture } from "../e2e/picture.ts";
import { inEveryLook } from "./looks.ts";

interface World {
  me: Person;
  friend: Person;
  /** Wants to be a friend. */
  stranger: Person;
  group: string;
}

const SENDING = /\/send\/m\.room\.message\//;

const button = (page: Page, name: RegExp) => page.getByRole("button", { name });
const dialog = (page: Page) => page.getByRole("dialog");
const field = (page: Page) => page.getByPlaceholder(/^(메시지 입력|Write a message)$/);
const photo = (seed: number) => ({ name: `산행 ${seed}.png`, mimeType: "image/png", buffer: picture(seed, 600, 400) });

let world: World;

test.beforeAll(async ({}, info) => {
  const url = info.project.use.baseURL ?? "";
  const me = await Person.register(url, "minji", "김민지");
  const friend = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const stranger = await Person.register(url, "hana", "최하나");
  await me.directChatWith(friend);
  await stranger.ask("POST", "/createRoom", { is_direct: true, invite: [me.id], preset: "trusted_private_chat" });
  const group = await me.chatWith([friend, seoyeon], { name: "봉수골 산악회", preset: "private_chat" });
  await friend.say(group, "이번 주 토요일에 봉수대까지 올라갑시다. 물과 도시락은 각자 챙기고, 비가 오면 미룹니다.");
  await poll(me, group, [friend, seoyeon]);
  await me.say(group, "저는 갑니다. 여덟 시에 만나요!");
  world = { me, friend, stranger, group };
});

/** A poll that has ended. */
async function poll(by: Person, room: string, voters: Person[]): Promise<void> {
  const answers = ["여덟 시에 남산 입구", "아홉 시"].map((text, place) => ({
    id: `${place}`,
    "org.matrix.msc1767.text": text,
  }));
  const start = { question: { body: "몇 시에 어디에서 만날까요?" }, max_selections: 1, answers };
  const id = await by.emit(room, "org.matrix.msc3381.poll.start", { "org.matrix.msc3381.poll.start": start });
  const about = { "m.relates_to": { rel_type: "m.reference", event_id: id } };
  for (const voter of voters) {
    const vote = { ...about, "org.matrix.msc3381.poll.response": { answers: ["0"] } };
    await voter.emit(room, "org.matrix.msc3381.poll.response", vote);
  }
  await by.emit(room, "org.matrix.msc3381.poll.end", { ...about, "org.matrix.msc3381.poll.end": {} });
}

inEveryLook("own profile", async ({ browser, baseURL, options, shoot }) => {
  const me = await Person.register(baseURL, "minji", "김민지");
  const guest = await (await browser.newContext(options)).newPage();
  await guest.goto("/sign-in");
  await guest.getByRole("textbox").first().fill(me.localpart);
  await guest.locator("input[type=password]").fill("wrong");
  await guest.keyboard.press("Enter");
  await guest.getByRole("alert").waitFor();
  await shoot(guest, "sign-in-wrong");
  await guest.context().close();

  const page = await me.open(browser, options);
  await page.goto("/more/account");
  await page.getByTestId("photo").setInputFiles(photo(160));
  await button(page, /^(사진 삭제|Remove photo)$/).waitFor();
  await page.locator("main img").waitFor();
  await shoot(page, "settings-photo");
  await button(page, /^(이름 바꾸기|Change name)$/).click();
  await page.context().setOffline(true);
  await button(page, /^(저장|Save)$/).click();
  await page.getByRole("alert").waitFor();
  await shoot(page, "settings-name-offline");
  await page.context().setOffline(false);
  await page.context().close();
});

inEveryLook("dialogs", async ({ browser, options, shoot }) => {
  const { me, friend, stranger, group } = world;
  const page = await me.open(browser, options);
  const chat = `/chats/${encodeURIComponent(group)}`;
  await page.goto(chat);
  await page.getByText("저는 갑니다.").last().waitFor();
  await shoot(page, "poll-ended");

  const menu = async (text: string, item: RegExp) => {
    await page.getByRole("log").getByText(text).last().click({ button: "right" });
    await dialog(page).getByRole("button", { name: item }).click();
  };
  await menu("저는 갑니다.", /(모두에게서 삭제|Delete for everyone)/);
  await shoot(page, "delete-question");
  await page.keyboard.press("Escape");
  await menu("이번 주 토요일에", /^(전달|Forward)$/);
  await dialog(page).getByRole("textbox").waitFor();
  await shoot(page, "forward");
  await page.keyboard.press("Escape");
  await menu("이번 주 토요일에", /^(답장|Reply)$/);
  await field(page).fill("@이");
  await page.getByRole("option").first().waitFor();
  await shoot(page, "reply-and-mention");

  await page.reload();
  await field(page).waitFor();
  await field(page).evaluate((area) => {
    const transfer = new DataTransfer();
    const names = ["등산 지도.pdf", "준비물과 연락처와 아주 긴 이름이 붙은 문서 최종 진짜 최종.hwp"];
    for (const name of names) transfer.items.add(new File(["하나"], name));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
  });
  await dialog(page).waitFor();
  await shoot(page, "send-files");
  await page.keyboard.press("Escape");
  const refused = { status: 403, json: { errcode: "M_FORBIDDEN", error: "No." } };
  await page.route("**/_matrix/media/v3/upload*", (route) => route.fulfill(refused));
  await page.getByTestId("files").setInputFiles([photo(30)]);
  await page.getByRole("log").getByRole("alert").waitFor();
  await page.route(SENDING, (route) => route.fulfill(refused));
  await field(page).fill("이 말은 보내지지 않습니다.");
  await button(page, /^(보내기|Send)$/).click();
  await button(page, /^(보내지 못했습니다|Not sent)/).waitFor();
  await shoot(page, "not-sent");
  await page.getByRole("log").getByText("이 말은").last().click({ button: "right" });
  await dialog(page).waitFor();
  await shoot(page, "not-sent-menu");
  await button(page, /(전송 취소|Discard)/).click();
  await page.unroute(SENDING);

  await page.goto(`${chat}/details`);
  const details = page.getByRole("region", { name: /^(채팅방 정보|Chat details)$/ });
  await details.getByRole("button", { name: /박서연/ }).click();
  await dialog(page).waitFor();
  await shoot(page, "member");
  await page.keyboard.press("Escape");
  await details.getByRole("button", { name: /^(초대하기|Invite)/ }).click();
  await dialog(page).getByRole("textbox").fill("hana, junho, 최");
  await shoot(page, "invite");
  await page.keyboard.press("Escape");
  await button(page, /^(채팅방 나가기|Leave chat)$/).click();
  await shoot(page, "leave-question");

  await page.goto(`/friends/${encodeURIComponent(friend.id)}`);
  await button(page, /^(차단|Block)$/).click();
  await shoot(page, "block-question");
  await page.keyboard.press("Escape");
  await button(page, /^(연락처 추가|Add contact info)$/).click();
  await page.locator("input[type=tel], input[type=email]").first().fill("공일공");
  await page.keyboard.press("Enter");
  await shoot(page, "contact-form");
  await page.goto(`/friends/${encodeURIComponent(stranger.id)}`);
  await button(page, /^(수락|Accept)$/).waitFor();
  await shoot(page, "friend-request");
  await page.goto("/friends/%40nobody%3Aexample.org");
  await page.getByRole("alert").waitFor();
  await shoot(page, "nobody");

  await page.goto("/chats");
  await page.getByRole("searchbox").fill("봉수");
  await page.keyboard.press("Enter");
  await page.locator("mark").first().waitFor();
  await shoot(page, "search-everywhere");
  await page.context().close();
});
