import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

const list = (page: Page) => page.getByRole("region", { name: "친구", exact: true });
const profile = (page: Page) => page.getByRole("region", { name: "프로필" });

async function addById(page: Page, typed: string): Promise<void> {
  await page.getByRole("button", { name: "친구 추가" }).first().click();
  await page.getByLabel("친구의 아이디나 링크").fill(typed);
  await page.getByRole("button", { name: "찾기", exact: true }).click();
}

test("one adds a friend by ID, the other accepts, and both have each other on every device", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const page = await minji.open(browser);
  await page.getByRole("link", { name: "친구" }).click();
  await expect(list(page).getByText("아직 친구가 없습니다.")).toBeVisible();
  await addById(page, "nobody-with-this-id");
  await expect(profile(page).getByRole("alert")).toContainText("이 아이디를 쓰는 사람이 없습니다.");
  await addById(page, "김 민지?");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("아이디나 링크를 알아볼 수 없습니다");
  await page.keyboard.press("Escape");
  await addById(page, junho.localpart);
  await expect(profile(page).getByRole("heading", { name: "이준호" })).toBeVisible();
  await profile(page).getByRole("button", { name: "친구 추가" }).click();
  await expect(list(page).getByRole("link", { name: /이준호.*수락을 기다리는 중/ })).toBeVisible();

  const junhosPage = await junho.open(browser);
  await junhosPage.getByRole("link", { name: "친구" }).click();
  await list(junhosPage)
    .getByRole("region", { name: "친구 신청 1" })
    .getByRole("link", { name: /김민지/ })
    .click();
  await profile(junhosPage).getByRole("button", { name: "수락" }).click();
  await expect(list(junhosPage).getByRole("region", { name: "ㄱ" })).toContainText("김민지");
  await expect(list(junhosPage).getByText("친구 신청 1")).toBeHidden();
  await expect(list(page).getByText("수락을 기다리는 중")).toBeHidden();

  const another = await minji.open(browser);
  await another.getByRole("link", { name: "친구" }).click();
  await list(another)
    .getByRole("link", { name: /이준호/ })
    .click();
  await profile(another).getByRole("button", { name: "1:1 채팅" }).click();
  await another.getByPlaceholder("메시지 입력").fill("안녕, 준호야");
  await another.keyboard.press("Enter");
  await junhosPage.getByRole("link", { name: "채팅" }).click();
  await expect(junhosPage.getByRole("link", { name: /안녕, 준호야/ })).toBeVisible();
});

test("friends stand from ㄱ to ㅎ, are found by initial consonants, and favourites stand above", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  for (const name of ["하늘", "Zoe", "김수", "박서연", "까치"]) {
    await minji.directChatWith(await Person.register(url, "friend", name));
  }
  const page = await minji.open(browser);
  await page.getByRole("link", { name: "친구" }).click();
  const names = list(page).getByRole("link");
  await expect(names).toHaveText([/김민지/, /김수/, /까치/, /박서연/, /하늘/, /Zoe/]);
  await expect(list(page).getByRole("heading")).toHaveText(["친구", "나", "ㄱ", "ㅂ", "ㅎ", "Z"]);

  await page.getByLabel("이름이나 초성으로 검색").fill("ㄱㅅ");
  await expect(names).toHaveText([/김수/]);
  await page.getByLabel("이름이나 초성으로 검색").fill("ㅋㅋ");
  await expect(list(page)).toContainText("검색 결과가 없습니다.");
  await page.getByLabel("이름이나 초성으로 검색").fill("");

  await list(page).getByRole("link", { name: "하늘" }).click();
  await profile(page).getByRole("button", { name: "즐겨찾기" }).click();
  const favourites = list(page).getByRole("region", { name: "즐겨찾기" });
  await expect(favourites.getByRole("link")).toHaveText([/하늘/]);
  await page.reload();
  await expect(favourites.getByRole("link")).toHaveText([/하늘/]);
  await profile(page).getByRole("button", { name: "친구 목록에서 삭제" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "삭제" }).click();
  await expect(names).toHaveText([/김민지/, /김수/, /까치/, /박서연/, /Zoe/]);
  await profile(page).getByRole("button", { name: "친구 추가" }).click();
  await expect(list(page).getByRole("region", { name: "ㅎ" })).toContainText("하늘");
});

test("whoever comes by a friend's link signs in first, and then adds them", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const page = await minji.open(browser);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("link", { name: "친구" }).click();
  await list(page)
    .getByRole("link", { name: /김민지/ })
    .click();
  await profile(page).getByRole("button", { name: "링크 복사" }).click();
  await expect(profile(page)).toContainText("링크를 복사했습니다.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${url}/friends/${encodeURIComponent(minji.id)}`);

  const guest = await (await browser.newContext({ baseURL: url })).newPage();
  await guest.goto(link);
  await guest.getByLabel("아이디").fill(junho.localpart);
  await guest.getByLabel("비밀번호").fill(junho.password);
  await guest.getByRole("button", { name: "로그인" }).click();
  await expect(profile(guest).getByRole("heading", { name: "김민지" })).toBeVisible();
  await profile(guest).getByRole("button", { name: "친구 추가" }).click();
  await expect(list(page).getByRole("region", { name: "친구 신청 1" })).toContainText("이준호");
  // Pasted into the field for an ID, it leads there, too.
  await addById(guest, link);
  await expect(profile(guest).getByRole("heading", { name: "김민지" })).toBeVisible();
});

test("who is blocked is not heard and cannot invite, until that is undone", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const pest = await Person.register(url, "pest", "귀찮은이");
  const room = await pest.directChatWith(minji);
  await pest.say(room, "처음 인사");
  const page = await minji.open(browser);
  await page.goto(`/friends/${encodeURIComponent(pest.id)}`);
  await profile(page).getByRole("button", { name: "차단" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "차단" }).click();
  await expect(profile(page)).toContainText("차단한 사람입니다.");
  await expect(list(page).getByRole("link", { name: /귀찮은이/ })).toHaveCount(0);

  await pest.say(room, "이 말은 들리지 않는다");
  await pest.ask("POST", "/createRoom", { invite: [minji.id], name: "불청객의 방" });
  await (await Person.register(url, "junho", "이준호")).directChatWith(minji);
  await page.getByRole("navigation").getByRole("link", { name: "채팅" }).click();
  await expect(page.getByRole("link", { name: /이준호/ })).toBeVisible();
  await expect(page.getByText("이 말은 들리지 않는다")).toHaveCount(0);
  await expect(page.getByText("불청객의 방")).toHaveCount(0);

  await openMore(page, "개인정보 보호");
  await page.getByRole("button", { name: "차단 해제: 귀찮은이" }).click();
  await expect(page.getByText("차단한 사람이 없습니다.")).toBeVisible();
  await pest.say(room, "다시 들린다");
  await page.getByRole("navigation").getByRole("link", { name: "채팅" }).click();
  await expect(page.getByRole("link", { name: /다시 들린다/ })).toBeVisible();
});

test("a friend request is told from an invitation, and can be declined or its sender blocked", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const pest = await Person.register(url, "pest", "귀찮은이");
  for (const other of [junho, pest]) {
    await other.ask("POST", "/createRoom", {
      is_direct: true,
      invite: [minji.id],
      preset: "trusted_private_chat",
    });
  }
  const page = await minji.open(browser);
  await page.getByRole("link", { name: /이준호/ }).click();
  await expect(page.getByRole("heading", { name: "이준호님이 친구 신청을 보냈습니다." })).toBeVisible();
  await page.getByRole("button", { name: "거절" }).click();
  await expect(page.getByRole("link", { name: /이준호/ })).toHaveCount(0);
  await page.getByRole("link", { name: /귀찮은이/ }).click();
  await page.getByRole("button", { name: "차단" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "차단" }).click();
  await expect(page.getByText("아직 대화가 없습니다.")).toBeVisible();
  await openMore(page, "개인정보 보호");
  await expect(page.getByRole("button", { name: "차단 해제: 귀찮은이" })).toBeVisible();
});
