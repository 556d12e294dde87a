import { test, type Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { inEveryLook } from "./looks.ts";

interface World {
  me: Person;
  friend: Person;
  group: string;
  /** A group that can be found by link, and that I am not in. */
  linked: string;
}

let world: World;

const button = (page: Page, name: RegExp) => page.getByRole("button", { name });

async function makeWorld(url: string): Promise<World> {
  const me = await Person.register(url, "minji", "김민지");
  const [junho, seoyeon, haneul, alex, hana, pest] = (await Promise.all(
    ["이준호", "박서연", "남궁하늘", "Alex Turner", "최하나", "광고 계정"].map((name) =>
      Person.register(url, "friend", name),
    ),
  )) as [Person, Person, Person, Person, Person, Person];
  for (const friend of [junho, alex]) await me.directChatWith(friend);
  const data = `/user/${encodeURIComponent(me.id)}/account_data`;
  const friends = {
    [junho.id]: { favourite: true, phone: "010-1234-5678", email: "junho@example.org" },
    [seoyeon.id]: { listed: true, name: "박서연", phone: "010-8765-4321" },
    [haneul.id]: { listed: true, name: "남궁하늘" },
  };
  await me.ask("PUT", `${data}/org.bongsu.friends`, { friends });
  await me.ask("PUT", `${data}/m.ignored_user_list`, { ignored_users: { [pest.id]: {} } });
  await hana.ask("POST", "/createRoom", { is_direct: true, invite: [me.id], preset: "trusted_private_chat" });
  const group = await me.chatWith([junho, seoyeon, haneul], { name: "봉수 프로젝트", preset: "private_chat" });
  const linked = await hana.chatWith([haneul], { name: "봉수골 독서 모임", preset: "private_chat" });
  for (const [who, room] of [
    [me, group],
    [hana, linked],
  ] as const) {
    const rules = `/rooms/${encodeURIComponent(room)}/state/m.room.join_rules`;
    await who.ask("PUT", rules, { join_rule: "knock" });
  }
  await alex.ask("POST", `/knock/${encodeURIComponent(group)}`, {});
  return { me, friend: junho, group, linked };
}

test.beforeAll(async ({}, info) => {
  world = await makeWorld(info.project.use.baseURL ?? "");
});

inEveryLook("people", async ({ browser, options, shoot }) => {
  const { me, friend, group, linked } = world;
  const page = await me.open(browser, options);
  await page.goto("/friends");
  await page.getByText("최하나").first().waitFor();
  await shoot(page, "friends");
  await button(page, /^(친구 추가|Add a friend)$/).click();
  await shoot(page, "add-friend");
  await button(page, /^(QR 코드 스캔|Scan a QR code)$/).click();
  await page.getByText(/(카메라를 사용할 수 없습니다|The camera can't be used)/).waitFor();
  await shoot(page, "scan");
  await page.keyboard.press("Escape");
  await page.goto(`/friends/${encodeURIComponent(friend.id)}`);
  await page.getByText("010-1234-5678").waitFor();
  await shoot(page, "person");
  await page.goto(`/friends/${encodeURIComponent(me.id)}`);
  await page.locator('path[shape-rendering][d^="M"]').waitFor();
  await shoot(page, "own-code");
  await page.goto(`/join/${encodeURIComponent(linked)}`);
  await page.getByText("봉수골 독서 모임").waitFor();
  await shoot(page, "join");

  await page.goto(`/chats/${encodeURIComponent(group)}/details`);
  await button(page, /^(초대 링크와 QR 코드|Invitation link and QR code)$/).waitFor();
  await shoot(page, "group-requests");
  await button(page, /^(초대 링크와 QR 코드|Invitation link and QR code)$/).click();
  await page.locator('path[shape-rendering][d^="M"]').waitFor();
  await shoot(page, "group-link");
  await page.keyboard.press("Escape");
  await button(page, /^(연락처 보기|Show contacts)$/).click();
  await page.getByText("junho@example.org").waitFor();
  await shoot(page, "contacts");
  await page.goto("/more/privacy");
  await button(page, /^(차단 해제|Unblock)/).scrollIntoViewIfNeeded();
  await shoot(page, "settings-people");
  await page.goto("/chats");
  await page.getByText("봉수 프로젝트").first().waitFor();
  await page.context().setOffline(true);
  await page.getByText(/(지금은 서버에 연결할 수 없습니다|Can't connect to the server right now)/).waitFor();
  await shoot(page, "nothing-answers");
  await page.context().close();
});
