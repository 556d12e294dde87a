import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const account = (page: Page) => page.getByRole("region", { name: "내 프로필" });
const members = (page: Page) => page.getByRole("region", { name: "채팅방 정보" });

async function rename(page: Page, name: string): Promise<void> {
  await account(page).getByRole("button", { name: "이름 바꾸기" }).click();
  await page.getByLabel("내 이름").fill(name);
  await page.keyboard.press("Enter");
}

test("a new name and a photo are seen by the others at once, and a photo taken away by nobody", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const group = await minji.chatWith([junho], { name: "등산 모임" });
  const direct = await minji.directChatWith(junho);
  await minji.say(group, "정상에서 만나요");
  await minji.say(direct, "내일 봐요");
  const junhosPage = await junho.open(browser);
  await junhosPage.goto(`/chats/${encodeURIComponent(group)}/details`);
  await expect(members(junhosPage).getByRole("button", { name: /김민지.*방장/ })).toBeVisible();

  const page = await minji.open(browser);
  await page.goto("/more/account");
  await expect(account(page)).toContainText("김민지");
  await rename(page, "김민지 (산악회장)");
  await expect(account(page).getByRole("status")).toHaveText("저장했습니다.");
  await expect(account(page).getByRole("button", { name: "이름 바꾸기" })).toBeFocused();
  await expect(account(page)).toContainText("김민지 (산악회장)");
  await expect(members(junhosPage).getByRole("button", { name: /김민지 \(산악회장\).*방장/ })).toBeVisible();
  await expect(junhosPage.getByRole("log").getByText("김민지 (산악회장)", { exact: true })).toBeVisible();
  await expect(junhosPage.getByRole("link", { name: /김민지 \(산악회장\).*내일 봐요/ })).toBeVisible();

  const row = members(junhosPage).getByRole("button", { name: /산악회장/ });
  await expect(row.locator("img")).toHaveCount(0);
  const place = "37.5665N 126.9780E";
  const photo = Buffer.concat([picture(200, 1600, 1200), Buffer.from(place)]);
  await page.getByTestId("photo").setInputFiles({ name: "나.png", mimeType: "image/png", buffer: photo });
  await expect(account(page).locator("img")).toBeVisible();
  await expect(row.locator("img")).toBeVisible();
  await expect(junhosPage.getByRole("log").locator("img")).toBeVisible();
  const kept = await storedPhoto(minji);
  expect(kept.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  expect(kept.includes(place)).toBe(false);
  expect(await sides(page, kept)).toEqual([800, 600]);

  await account(page).getByRole("button", { name: "사진 삭제" }).click();
  await expect(account(page).locator("img")).toHaveCount(0);
  await expect(row.locator("img")).toHaveCount(0);
  await expect(junhosPage.getByRole("log").locator("img")).toHaveCount(0);
  await junhosPage.getByRole("link", { name: "친구", exact: true }).click();
  const friend = junhosPage.getByRole("link", { name: "김민지 (산악회장)" });
  await expect(friend).toBeVisible();
  await expect(friend.locator("img")).toHaveCount(0);

  const note = { name: "글.png", mimeType: "image/png", buffer: Buffer.from("사진이 아님") };
  await page.getByTestId("photo").setInputFiles(note);
  await expect(account(page).getByRole("alert")).toContainText("JPEG나 PNG 사진을 골라 주세요.");
});

test("somebody without any chat sees their own name and photo at once", async ({ browser, url }) => {
  const page = await (await Person.register(url, "minji", "김민지")).open(browser);
  await page.goto("/more/account");
  await expect(account(page)).toContainText("김민지");
  await page.getByTestId("photo").setInputFiles({ name: "나.png", mimeType: "image/png", buffer: picture(90) });
  await expect(account(page).locator("img")).toBeVisible();
  await rename(page, "민지");
  await expect(account(page).locator("b")).toHaveText("민지");
});

test("without a network one's name cannot be changed, which is said, and what was written stays", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  await minji.chatWith([]);
  const page = await minji.open(browser);
  await page.goto("/more/account");
  await expect(account(page)).toContainText("김민지");
  await page.context().setOffline(true);
  await rename(page, "민지");
  await expect(account(page).getByRole("alert")).toContainText("서버에 연결할 수 없습니다.");
  await expect(page.getByLabel("내 이름")).toHaveValue("민지");
  await page.getByTestId("photo").setInputFiles({ name: "나.png", mimeType: "image/png", buffer: picture(9) });
  await expect(account(page).getByRole("alert")).toContainText("서버에 연결할 수 없습니다.");

  await page.context().setOffline(false);
  await account(page).getByRole("button", { name: "저장" }).click();
  await expect(page.getByLabel("내 이름")).toHaveCount(0);
  await expect(account(page)).toContainText("민지");
  await expect(account(page).getByRole("alert")).toHaveCount(0);
  await rename(page, "   ");
  await expect(page.getByLabel("내 이름")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(account(page).getByRole("button", { name: "이름 바꾸기" })).toBeFocused();
  expect(await minji.ask("GET", `/profile/${encodeURIComponent(minji.id)}`)).toEqual({ displayname: "민지" });
});

/** The photo of somebody's profile, as the server has it. */
async function storedPhoto(person: Person): Promise<Buffer> {
  const { avatar_url } = await person.ask<{ avatar_url: string }>("GET", `/profile/${encodeURIComponent(person.id)}`);
  return person.download(avatar_url);
}

async function sides(page: Page, photo: Buffer): Promise<[number, number]> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    return [bitmap.width, bitmap.height];
  }, photo.toString("base64"));
}
