import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const shownKey = (page: Page) => page.getByTestId("recovery-key");

/** Goes as far as the screen that shows the new key. */
async function showNewKey(page: Page, button: "복구 키 만들기" | "복구 키 새로 만들기"): Promise<string> {
  await page.goto("/more/privacy");
  const start = page.getByRole("button", { name: "암호화 켜기" });
  await expect(start.or(page.getByRole("button", { name: button }))).toBeVisible();
  if (await start.isVisible()) await start.click();
  await page.getByRole("button", { name: button }).click();
  await dialog(page).getByRole("button", { name: "만들기", exact: true }).click();
  await expect(shownKey(page)).toBeVisible();
  return (await shownKey(page).textContent()) ?? "";
}

async function keep(page: Page): Promise<void> {
  await dialog(page).getByRole("button", { name: "파일로 저장" }).click();
  await dialog(page).getByRole("checkbox").check();
  await dialog(page).getByRole("button", { name: "완료" }).click();
}

/** Types a recovery key on a device that has none of the keys. */
async function restore(device: Page, key: string): Promise<void> {
  await device.goto("/more/privacy");
  const start = device.getByRole("button", { name: "암호화 켜기" });
  const enter = device.getByRole("button", { name: "복구 키 입력" });
  await expect(start.or(enter)).toBeVisible();
  if (await start.isVisible()) await start.click();
  await enter.click();
  await dialog(device).getByLabel("복구 키").fill(key);
  await dialog(device).getByRole("button", { name: "이전 메시지 읽기" }).click();
}

/** Whether the server has anything that a recovery key opens. */
async function hasBackup(person: Person): Promise<boolean> {
  const type = `/user/${encodeURIComponent(person.id)}/account_data/m.secret_storage.default_key`;
  return person.ask("GET", type).then(
    () => true,
    () => false,
  );
}

/** Begins an encrypted chat of two, in which both are. */
async function encryptedChat(page: Page, other: Page, whom: Person): Promise<void> {
  await page.goto("/chats");
  await page.getByRole("button", { name: "새 채팅" }).click();
  await page.getByLabel("상대의 아이디").fill(whom.localpart);
  await page.getByLabel("종단간 암호화 대화").check();
  await page.getByRole("button", { name: "대화 시작" }).click();
  await expect(page.getByPlaceholder("메시지 입력")).toBeVisible();
  await other.goto("/chats");
  await other.getByRole("link", { name: /대화 초대/ }).click();
  await other.getByRole("button", { name: "수락" }).click();
  await expect(other.getByPlaceholder("메시지 입력")).toBeVisible();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
}

test("a recovery key is not lost by Escape, a click outside of it or a reload, and counts only once it is kept", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  const lost = await showNewKey(page, "복구 키 만들기");
  for (let times = 0; times < 3; times++) await page.keyboard.press("Escape");
  await page.mouse.click(4, 4);
  await expect(shownKey(page)).toHaveText(lost);
  await expect(dialog(page).getByRole("button", { name: "닫기" })).toHaveCount(0);
  await expect(dialog(page).getByRole("button", { name: "완료" })).toBeDisabled();

  // The browser asks; who goes on all the same has no backup, and is told so.
  let asked = 0;
  page.on("dialog", (question) => {
    asked++;
    void question.accept();
  });
  await page.reload();
  expect(asked).toBe(1);
  await expect(page.getByText("아직 복구 키가 없습니다.")).toBeVisible();
  expect(await hasBackup(minji)).toBe(false);

  // Who writes it down by hand shows that by its end.
  const key = await showNewKey(page, "복구 키 만들기");
  expect(key).not.toBe(lost);
  const end = dialog(page).getByLabel("적어 두었다면 마지막 4글자를 입력해 주세요");
  await end.fill("xxxx");
  await expect(dialog(page).getByRole("button", { name: "완료" })).toBeDisabled();
  expect(await hasBackup(minji)).toBe(false);
  await end.fill(key.replace(/\s/g, "").slice(-4));
  await dialog(page).getByRole("button", { name: "완료" }).click();
  await expect(page.getByText("대화의 키가 백업되어 있습니다.")).toBeVisible();
  expect(await hasBackup(minji)).toBe(true);

  // A new key that is given up leaves the old one as it is.
  await showNewKey(page, "복구 키 새로 만들기");
  await dialog(page).getByRole("button", { name: "취소" }).click();
  const device = await minji.open(browser);
  await restore(device, key);
  await expect(device.getByRole("status").filter({ hasText: "이 기기를 확인했고" })).toBeVisible();

  // One that is kept takes its place.
  const newer = await showNewKey(page, "복구 키 새로 만들기");
  await keep(page);
  await expect(dialog(page)).toHaveCount(0);
  const third = await minji.open(browser);
  await restore(third, key);
  await expect(dialog(third).getByRole("alert")).toContainText("복구 키가 맞지 않습니다.");
  await dialog(third).getByLabel("복구 키").fill(newer);
  await dialog(third).getByRole("button", { name: "이전 메시지 읽기" }).click();
  await expect(third.getByRole("status").filter({ hasText: "이 기기를 확인했고" })).toBeVisible();
});

test("messages of somebody without a recovery key carry no warning; an identity that has changed raises one", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  await showNewKey(page, "복구 키 만들기");
  await keep(page);
  await encryptedChat(page, other, junho);
  const room = page.url();
  await write(other, "복구 키는 아직 없어");
  await expect(bubble(page, "복구 키는 아직 없어")).toBeVisible();
  await bubble(page, "복구 키는 아직 없어").getByText("복구 키는").click({ button: "right" });
  await dialog(page).getByRole("button", { name: "자세히" }).click();
  await expect(dialog(page)).toContainText("보낸 사람이 자기 것이라고 확인하지 않은 기기에서 보냈습니다");
  await page.keyboard.press("Escape");
  await expect(bubble(page, "복구 키는 아직 없어")).not.toContainText("기기에서 보냈습니다");

  // His first identity is no change.
  await showNewKey(other, "복구 키 만들기");
  await keep(other);
  await expect(other.getByText("대화의 키가 백업되어 있습니다.")).toBeVisible();
  await other.goto(room);
  await write(other, "이제 만들었어");
  await expect(bubble(page, "이제 만들었어")).toBeVisible();
  const alarm = page.getByRole("alert").filter({ hasText: "이준호님의 보안 키가 바뀌었습니다." });
  await expect(alarm).toHaveCount(0);

  // A device that does not know his key takes another identity for him, as a thief of his password would.
  const thief = await junho.open(browser);
  await showNewKey(thief, "복구 키 새로 만들기");
  await keep(thief);
  await dialog(thief).getByLabel("비밀번호").fill("wrong");
  await dialog(thief).getByRole("button", { name: "완료" }).click();
  await expect(dialog(thief).getByRole("alert")).toContainText("비밀번호가 맞지 않습니다.");
  await dialog(thief).getByLabel("비밀번호").fill(junho.password);
  await dialog(thief).getByRole("button", { name: "완료" }).click();
  await expect(thief.getByText("대화의 키가 백업되어 있습니다.")).toBeVisible();
  await expect(alarm).toBeVisible();
  await alarm.getByRole("button", { name: "확인" }).click();
  await expect(alarm).toHaveCount(0);
  await page.reload();
  await expect(bubble(page, "이제 만들었어")).toBeVisible();
  await expect(alarm).toHaveCount(0);
});

test("signing out asks, and warns of keys that nobody else has, as long as they are not backed up", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  const ask = async () => {
    await page.goto("/more/account");
    await page.getByRole("button", { name: "로그아웃", exact: true }).click();
    await expect(dialog(page)).toContainText("이 기기에 저장된 대화는 지워지고");
  };
  await ask();
  await dialog(page).getByRole("button", { name: "취소" }).click();
  await expect(page).toHaveURL(/\/more\/account$/);
  // Nobody can write to a device that has no keys yet.
  for (const one of [page, other]) {
    await openMore(one, "개인정보 보호");
    await expect(one.getByRole("button", { name: "복구 키 만들기" })).toBeVisible();
  }

  await encryptedChat(page, other, junho);
  await write(page, "이 기기만 읽는 말");
  await expect(bubble(other, "이 기기만 읽는 말")).toBeVisible();
  const warning = dialog(page).getByRole("alert").filter({ hasText: "암호화된 대화를 다시는 읽을 수 없게 됩니다." });
  await ask();
  await expect(warning).toBeVisible();
  await dialog(page).getByRole("button", { name: "복구 키 만들기" }).click();
  await dialog(page).getByRole("button", { name: "만들기", exact: true }).click();
  await keep(page);
  await openMore(page, "개인정보 보호");
  await expect(page.getByText("대화의 키가 백업되어 있습니다.")).toBeVisible();
  await openMore(page, "계정");
  await page.getByRole("button", { name: "로그아웃", exact: true }).click();
  await expect(dialog(page)).toContainText("이 기기에 저장된 대화는 지워지고");
  await expect(warning).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "로그아웃" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});
