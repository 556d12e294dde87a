import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

const NEW_PASSWORD = "another-봉수-password";

test("the password is changed with the old one, and the other devices are signed out where that is wanted", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  const other = await minji.open(browser);
  await openMore(page, "계정");
  await page.getByRole("button", { name: "비밀번호 변경" }).click();
  const dialog = page.getByRole("dialog", { name: "비밀번호 변경" });
  const fill = async (old: string, wanted: string, again: string) => {
    await dialog.getByLabel("현재 비밀번호").fill(old);
    await dialog.getByLabel("새 비밀번호", { exact: true }).fill(wanted);
    await dialog.getByLabel("새 비밀번호 확인").fill(again);
    await dialog.getByRole("button", { name: "비밀번호 변경" }).click();
  };
  await fill(minji.password, NEW_PASSWORD, "something else");
  await expect(dialog.getByRole("alert")).toContainText("새 비밀번호가 서로 다릅니다.");
  await fill("not-it-at-all", NEW_PASSWORD, NEW_PASSWORD);
  await expect(dialog.getByRole("alert")).toContainText("비밀번호가 맞지 않습니다.");
  await dialog.getByLabel("다른 모든 기기에서 로그아웃").check();
  await fill(minji.password, NEW_PASSWORD, NEW_PASSWORD);
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("비밀번호를 변경했습니다.")).toBeVisible();

  await expect(other.getByRole("alert")).toContainText("이 기기에서 로그아웃되었습니다");
  await other.getByLabel("아이디").fill(minji.localpart);
  await other.getByLabel("비밀번호").fill(minji.password);
  await other.getByRole("button", { name: "로그인" }).click();
  await expect(other.getByRole("alert")).toContainText("아이디 또는 비밀번호가 맞지 않습니다");
  await other.getByLabel("비밀번호").fill(NEW_PASSWORD);
  await other.getByRole("button", { name: "로그인" }).click();
  await expect(other.getByRole("navigation")).toBeVisible();
});

test("who deletes their account is told what goes, and is gone: from the device, the chats and the server", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([junho], { name: "산악회" });
  await minji.say(room, "마지막 인사");
  const page = await minji.open(browser);
  await expect(page.getByRole("link", { name: /산악회/ })).toBeVisible();
  await openMore(page, "계정");
  await page.getByRole("button", { name: "계정 삭제" }).click();
  const question = page.getByRole("dialog", { name: "계정을 삭제할까요?" });
  await expect(question).toContainText("모든 채팅방에서 나갑니다.");
  await expect(question.getByRole("button", { name: "영구 삭제" })).toBeDisabled();
  await question.getByLabel("비밀번호").fill("not-it-at-all");
  await question.getByRole("button", { name: "영구 삭제" }).click();
  await expect(question.getByRole("alert")).toContainText("비밀번호가 맞지 않습니다.");
  await question.getByLabel("비밀번호").fill(minji.password);
  await question.getByRole("button", { name: "영구 삭제" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await page.evaluate(() => localStorage.getItem("bongsu.credentials"))).toBeNull();
  await expect(Person.signIn(url, minji.localpart, "김민지")).rejects.toThrow("403");
  const members = `/rooms/${encodeURIComponent(room)}/joined_members`;
  const { joined } = await junho.ask<{ joined: Record<string, unknown> }>("GET", members);
  expect(Object.keys(joined)).toEqual([junho.id]);
});

test("devices of one name are told apart, and can be given another", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  await minji.open(browser);
  await openMore(page, "계정");
  const devices = page.getByRole("region", { name: "로그인한 기기" });
  const names = () => devices.locator("bdi").allTextContents();
  await expect(devices.getByRole("listitem")).toHaveCount(3);
  expect(new Set(await names()).size).toBe(3);
  await devices
    .getByRole("listitem")
    .first()
    .getByRole("button", { name: /^이름 바꾸기/ })
    .click();
  await page.getByRole("dialog").getByLabel("기기 이름").fill("내 노트북");
  await page.getByRole("dialog").getByRole("button", { name: "저장" }).click();
  await expect(devices.getByRole("listitem").first()).toContainText("내 노트북");
});

test("text size, wallpaper and what Enter does are chosen, and kept on the device", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  await minji.say(room, "크기를 재는 말");
  const page = await minji.open(browser);
  const chat = async () => {
    await page.goto(`/chats/${encodeURIComponent(room)}`);
    const said = page.getByRole("log").getByText("크기를 재는 말");
    await said.waitFor();
    const size = await said.evaluate((words) => parseFloat(getComputedStyle(words).fontSize));
    return {
      size,
      ground: await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--chat-ground")),
    };
  };
  const before = await chat();
  await openMore(page, "화면");
  await page.getByRole("radio", { name: "아주 크게" }).check();
  await page.getByRole("radio", { name: "하늘" }).check();
  const after = await chat();
  expect(after.size).toBeCloseTo(before.size * 1.4);
  expect(after.ground).not.toBe(before.ground);

  await openMore(page, "채팅");
  await page.getByRole("switch", { name: "Enter 키로 보내기" }).uncheck();
  await chat();
  const field = page.getByPlaceholder("메시지 입력");
  await field.fill("첫 줄");
  await page.keyboard.press("Enter");
  await page.keyboard.type("둘째 줄");
  await expect(field).toHaveValue("첫 줄\n둘째 줄");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => minji.messagesIn(room)).toEqual(["크기를 재는 말", "첫 줄\n둘째 줄"]);
});
