import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const dialog = (page: Page) => page.getByRole("dialog");
const details = (page: Page) => page.getByRole("region", { name: "채팅방 정보" });
const roomOf = (page: Page) => decodeURIComponent(page.url().split("/")[4] ?? "");
const path = (room: string, rest: string) => `/rooms/${encodeURIComponent(room)}/${rest}`;

async function write(page: Page, text: string): Promise<void> {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
}

async function openMenu(page: Page, text: string): Promise<void> {
  await bubble(page, text).getByText(text).first().click({ button: "right" });
  await dialog(page).waitFor();
}

/** Begins a chat through the screen for it, as people do. */
async function begin(page: Page, people: Person[], name = ""): Promise<string> {
  const before = page.url();
  await page.getByRole("button", { name: "새 채팅" }).click();
  for (const person of people) await page.getByLabel("상대의 아이디").fill(`${person.localpart},`);
  if (name !== "") await page.getByLabel("채팅방 이름", { exact: true }).fill(name);
  await page.getByRole("button", { name: "대화 시작" }).click();
  await expect(page).not.toHaveURL(before);
  return roomOf(page);
}

async function redact(by: Person, room: string, eventId: string): Promise<unknown> {
  return by.ask("PUT", path(room, `redact/${encodeURIComponent(eventId)}/${crypto.randomUUID()}`), {});
}

async function three(url: string): Promise<[Person, Person, Person]> {
  return [
    await Person.register(url, "minji", "김민지"),
    await Person.register(url, "junho", "이준호"),
    await Person.register(url, "seoyeon", "박서연"),
  ];
}

test("inviting a third into a chat of two makes a new group, says so before, and shows the third nothing of it", async ({
  browser,
  url,
}) => {
  const [minji, junho, seoyeon] = await three(url);
  const two = await minji.directChatWith(junho);
  await junho.say(two, "서연이한테는 비밀이야");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(two)}/details`);
  await details(page).getByRole("button", { name: "그룹 채팅 만들기" }).click();
  await expect(dialog(page)).toContainText("둘이 나눈 대화는 그대로 두고, 함께할 새 채팅방을 만듭니다.");
  await page.getByLabel("상대의 아이디").fill(seoyeon.localpart);
  await dialog(page).getByRole("button", { name: "새 채팅방 만들기" }).click();
  await expect(page).not.toHaveURL(new RegExp(encodeURIComponent(two)));
  const group = roomOf(page);

  await seoyeon.ask("POST", `/join/${encodeURIComponent(group)}`, {});
  expect(await seoyeon.messagesIn(group)).toEqual([]);
  await expect(seoyeon.messagesIn(two)).rejects.toThrow("403");
  const { joined } = await minji.ask<{ joined: Record<string, unknown> }>("GET", path(two, "joined_members"));
  expect(Object.keys(joined).sort()).toEqual([minji.id, junho.id].sort());
  await expect(page.getByRole("link", { name: /서연이한테는 비밀이야/ })).toBeVisible();
});

test("1:1 chat never opens a room with a third person in it, whatever another client has made of it", async ({
  browser,
  url,
}) => {
  const [minji, junho, seoyeon] = await three(url);
  const crowded = await minji.directChatWith(junho);
  await minji.ask("POST", path(crowded, "invite"), { user_id: seoyeon.id });
  await seoyeon.ask("POST", `/join/${encodeURIComponent(crowded)}`, {});
  await seoyeon.say(crowded, "나도 있어");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(crowded)}/details`);
  await details(page)
    .getByRole("button", { name: /이준호/ })
    .click();
  await dialog(page).getByRole("button", { name: "1:1 채팅" }).click();
  await expect(page).not.toHaveURL(new RegExp(encodeURIComponent(crowded)));
  const two = roomOf(page);
  await write(page, "이건 준호만 봐");
  await expect(bubble(page, "이건 준호만 봐").getByLabel("보내는 중")).toBeHidden();
  expect(await seoyeon.messagesIn(crowded)).toEqual(["나도 있어"]);

  // The next time, it is found.
  await page.goto(`/chats/${encodeURIComponent(crowded)}/details`);
  await details(page)
    .getByRole("button", { name: /이준호/ })
    .click();
  await dialog(page).getByRole("button", { name: "1:1 채팅" }).click();
  await expect(page).toHaveURL(new RegExp(encodeURIComponent(two)));
});

test("in a chat of two nobody deletes the other's words for both, in the app or past it", async ({ browser, url }) => {
  const [minji, junho] = await three(url);
  const page = await minji.open(browser);
  const room = await begin(page, [junho]);
  await junho.ask("POST", `/join/${encodeURIComponent(room)}`, {});
  const said = await junho.say(room, "돈은 금요일에 갚을게");
  const own = await minji.say(room, "알겠어");
  await expect(bubble(page, "알겠어")).toBeVisible();

  await openMenu(page, "돈은 금요일에 갚을게");
  await expect(dialog(page).getByRole("button", { name: "나에게서만 삭제" })).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "모두에게서 삭제" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await openMenu(page, "알겠어");
  await expect(dialog(page).getByRole("button", { name: "모두에게서 삭제" })).toBeVisible();
  await page.keyboard.press("Escape");

  // Neither of the two, nor by first giving themselves more power.
  await expect(redact(minji, room, said)).rejects.toThrow("403");
  await expect(redact(junho, room, own)).rejects.toThrow("403");
  const levels = await minji.ask<object>("GET", path(room, "state/m.room.power_levels"));
  for (const change of [{ redact: 0 }, { redact: 100 }, { users: { [minji.id]: 101, [junho.id]: 100 } }]) {
    await expect(minji.ask("PUT", path(room, "state/m.room.power_levels"), { ...levels, ...change })).rejects.toThrow(
      "403",
    );
  }
  await redact(minji, room, own);
  await expect(bubble(page, "삭제된 메시지입니다.")).toBeVisible();
});

test("who deletes a message for themselves sees it on none of their devices, and the other still does", async ({
  browser,
  url,
}) => {
  const [minji, junho] = await three(url);
  const room = await minji.directChatWith(junho);
  await junho.say(room, "남겨 둘 말");
  await junho.say(room, "보기 싫은 말");
  const page = await minji.open(browser);
  const another = await minji.open(browser);
  for (const one of [page, another]) {
    await one.goto(`/chats/${encodeURIComponent(room)}`);
    await expect(bubble(one, "보기 싫은 말")).toBeVisible();
  }
  await openMenu(page, "보기 싫은 말");
  await dialog(page).getByRole("button", { name: "나에게서만 삭제" }).click();
  await dialog(page).getByRole("button", { name: "취소" }).click();
  await expect(bubble(page, "보기 싫은 말")).toBeVisible();
  await openMenu(page, "보기 싫은 말");
  await dialog(page).getByRole("button", { name: "나에게서만 삭제" }).click();
  await dialog(page).getByRole("button", { name: "삭제" }).click();
  for (const one of [page, another]) {
    await expect(bubble(one, "보기 싫은 말")).toHaveCount(0);
    await expect(one.getByRole("link", { name: /이준호/ })).toContainText("남겨 둘 말");
  }
  await page.reload();
  await expect(bubble(page, "남겨 둘 말")).toBeVisible();
  await expect(bubble(page, "보기 싫은 말")).toHaveCount(0);
  expect(await junho.messagesIn(room)).toEqual(["남겨 둘 말", "보기 싫은 말"]);
});

test("a group's owner deletes a member's message, and everybody reads who did; members delete only their own", async ({
  browser,
  url,
}) => {
  const [minji, junho, seoyeon] = await three(url);
  const page = await minji.open(browser);
  const room = await begin(page, [junho, seoyeon], "등산 모임");
  for (const one of [junho, seoyeon]) await one.ask("POST", `/join/${encodeURIComponent(room)}`, {});
  const ad = await seoyeon.say(room, "수상한 광고");
  await minji.say(room, "방장의 말");
  const other = await junho.open(browser);
  await other.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(bubble(other, "방장의 말")).toBeVisible();
  await openMenu(other, "수상한 광고");
  await expect(dialog(other).getByRole("button", { name: "모두에게서 삭제" })).toHaveCount(0);
  await other.keyboard.press("Escape");
  await expect(redact(junho, room, ad)).rejects.toThrow("403");

  await openMenu(page, "수상한 광고");
  await dialog(page).getByRole("button", { name: "모두에게서 삭제" }).click();
  await expect(dialog(page)).toContainText("누가 삭제했는지 대화에 표시됩니다.");
  await dialog(page).getByRole("button", { name: "삭제" }).click();
  for (const one of [page, other]) {
    await expect(bubble(one, "김민지님이 삭제한 메시지입니다.")).toBeVisible();
    await expect(bubble(one, "수상한 광고")).toHaveCount(0);
  }
});

test("newcomers to a group read what is said from their invitation on, until its owner shows them more", async ({
  browser,
  url,
}) => {
  const [minji, junho, seoyeon] = await three(url);
  const hana = await Person.register(url, "hana", "최하나");
  const page = await minji.open(browser);
  const room = await begin(page, [junho, seoyeon], "가족");
  await write(page, "초대받은 사람은 읽는 말");
  await expect.poll(() => minji.messagesIn(room)).toEqual(["초대받은 사람은 읽는 말"]);
  await junho.ask("POST", `/join/${encodeURIComponent(room)}`, {});
  await expect.poll(() => junho.messagesIn(room)).toEqual(["초대받은 사람은 읽는 말"]);

  const invite = async (whom: Person, hint: string) => {
    await details(page).getByRole("button", { name: "초대하기" }).click();
    await expect(dialog(page)).toContainText(hint);
    await page.getByLabel("상대의 아이디").fill(whom.localpart);
    await dialog(page).getByRole("button", { name: "초대하기" }).click();
    await expect(dialog(page)).toBeHidden();
    await whom.ask("POST", `/join/${encodeURIComponent(room)}`, {});
  };
  await page.goto(`/chats/${encodeURIComponent(room)}/details`);
  await invite(hana, "새로 초대하는 사람에게는 지금까지의 대화가 보이지 않습니다.");
  expect(await hana.messagesIn(room)).toEqual([]);

  const shown = page.getByRole("switch", { name: "새 참여자에게 이전 대화 보이기" });
  await expect(shown).not.toBeChecked();
  await shown.check();
  await expect(page.getByText("김민지님이 이제부터의 대화를 새 참여자에게도 보이게 했습니다.")).toBeVisible();
  await minji.say(room, "나중 사람도 읽는 말");
  const late = await Person.register(url, "late", "늦은이");
  await invite(late, "새로 초대하는 사람도 이전 대화를 볼 수 있습니다.");
  await expect.poll(() => late.messagesIn(room)).toEqual(["나중 사람도 읽는 말"]);

  // Members see no such switch.
  const other = await junho.open(browser);
  await other.goto(`/chats/${encodeURIComponent(room)}/details`);
  await expect(details(other).getByRole("switch").first()).toBeVisible();
  await expect(other.getByRole("switch", { name: "새 참여자에게 이전 대화 보이기" })).toHaveCount(0);
});
