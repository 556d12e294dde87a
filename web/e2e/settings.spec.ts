import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

test("language and theme change at once and are kept", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  await minji.chatWith([]);
  const page = await minji.open(browser);
  await expect(page.getByText("빈 채팅방")).toBeVisible();
  await openMore(page, "화면");
  await page.getByLabel("English").check();
  await expect(page.getByRole("heading", { name: "Appearance" })).toBeVisible();
  await page.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Appearance" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("navigation").getByRole("link", { name: "Chats" }).click();
  await expect(page.getByText("Empty chat")).toBeVisible();
});

test("signing out leaves nothing on the device", async ({ browser, url }) => {
  const page = await (await Person.register(url, "minji", "김민지")).open(browser);
  await openMore(page, "계정");
  await page.getByRole("button", { name: "로그아웃", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "로그아웃" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  const databases = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(databases).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem("bongsu.credentials"))).toBeNull();
});

test("a wrong password is said in words, and a device that was signed out learns it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  await minji.ask("POST", "/logout/all", {});
  await expect(page.getByRole("alert")).toContainText("이 기기에서 로그아웃되었습니다");
  await page.getByLabel("아이디").fill(minji.localpart);
  await page.getByLabel("비밀번호").fill("wrong");
  await page.getByRole("button", { name: "로그인" }).click();
  await expect(page.getByRole("alert")).toContainText("아이디 또는 비밀번호가 맞지 않습니다");
});

test("somebody sees where they are signed in, and signs out elsewhere with their password", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  const other = await minji.open(browser);
  await openMore(page, "계정");
  const devices = page.getByRole("region", { name: "로그인한 기기" });
  // Two browsers, and what the account was made with.
  await expect(devices.getByRole("listitem")).toHaveCount(3);
  await expect(devices.getByRole("listitem").first()).toContainText("이 기기");
  await expect(devices.getByText("마지막 사용")).toHaveCount(2);
  await devices.getByRole("button", { name: /^로그아웃: Bongsu \(Chrome, Linux\)/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "로그아웃" }).click();
  await dialog.getByLabel("비밀번호").fill("not-it");
  await dialog.getByRole("button", { name: "로그아웃" }).click();
  await expect(dialog.getByRole("alert")).toContainText("비밀번호가 맞지 않습니다.");
  await dialog.getByLabel("비밀번호").fill(minji.password);
  await dialog.getByRole("button", { name: "로그아웃" }).click();
  await expect(dialog).toBeHidden();
  await expect(devices.getByRole("listitem")).toHaveCount(2);
  await expect(other.getByRole("alert")).toContainText("이 기기에서 로그아웃되었습니다");
});
