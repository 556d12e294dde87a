import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

test("language and theme change at once and are kept", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  await minji.chatWith([]);
  const page = await minji.open(browser);
  await expect(page.getByText("빈 채팅방")).toBeVisible();
  await page.getByRole("link", { name: "설정" }).click();
  await page.getByLabel("English").check();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("link", { name: "Chats" }).click();
  await expect(page.getByText("Empty chat")).toBeVisible();
});

test("signing out leaves nothing on the device", async ({ browser, url }) => {
  const page = await (await Person.register(url, "minji", "김민지")).open(browser);
  await page.getByRole("link", { name: "설정" }).click();
  await page.getByRole("button", { name: "로그아웃" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(await page.evaluate(() => localStorage.getItem("bongsu.credentials"))).toBeNull();
});

test("a wrong password is said in words, and a device that was signed out learns it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  await minji.ask("POST", "/logout/all", {});
  await expect(page.getByRole("alert")).toContainText("이 기기의 로그인이 끝났습니다");
  await page.getByLabel("아이디").fill(minji.localpart);
  await page.getByLabel("비밀번호").fill("wrong");
  await page.getByRole("button", { name: "로그인" }).click();
  await expect(page.getByRole("alert")).toContainText("아이디나 비밀번호가 맞지 않습니다");
});
