import type { Page } from "@playwright/test";
import { untilKept } from "./device.ts";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const dialog = (page: Page) => page.getByRole("dialog");
const refused = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

async function choose(page: Page, text: string, item: string): Promise<void> {
  await bubble(page, text).getByText(text).first().click({ button: "right" });
  await dialog(page).getByRole("button", { name: item }).click();
}

async function remove(page: Page, text: string): Promise<void> {
  await choose(page, text, "모두에게서 삭제");
  await dialog(page).getByRole("button", { name: "삭제", exact: true }).click();
}

async function change(page: Page, text: string, to: string): Promise<void> {
  await choose(page, text, "수정");
  await page.getByPlaceholder("메시지 입력").fill(to);
  await page.keyboard.press("Enter");
}

async function pair(url: string): Promise<{ minji: Person; junho: Person; room: string }> {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  return { minji, junho, room: await minji.directChatWith(junho) };
}

test("without a network a deletion, an edit and a reaction are kept, survive a reload, and are done once later", async ({
  browser,
  url,
}) => {
  const { minji, junho, room } = await pair(url);
  for (const text of ["지울 말", "고칠 말"]) await minji.say(room, text);
  await junho.say(room, "좋아할 말");
  const page = await minji.open(browser, { serviceWorkers: "allow" });
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(bubble(page, "좋아할 말")).toBeVisible();
  await untilKept(page, "좋아할 말");

  await page.context().setOffline(true);
  await remove(page, "지울 말");
  await change(page, "고칠 말", "고친 말");
  await choose(page, "좋아할 말", "👍");
  const expectShown = async () => {
    await expect(bubble(page, "삭제된 메시지입니다.").getByLabel("보내는 중")).toBeVisible();
    await expect(bubble(page, "지울 말")).toHaveCount(0);
    await expect(bubble(page, "고친 말")).toBeVisible();
    await expect(bubble(page, "좋아할 말").getByRole("button", { name: /👍/ })).toBeVisible();
  };
  await expectShown();
  await page.reload();
  await expectShown();

  await page.context().setOffline(false);
  await expect(bubble(page, "삭제된 메시지입니다.").getByLabel("보내는 중")).toBeHidden();
  const other = await junho.open(browser);
  await other.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(bubble(other, "고친 말")).toContainText("수정됨");
  await expect(bubble(other, "삭제된 메시지입니다.")).toHaveCount(1);
  await expect(bubble(other, "좋아할 말").getByRole("button", { name: /👍/ })).toHaveText("👍 1");
  await expect(bubble(other, "지울 말")).toHaveCount(0);
});

test("a refused deletion, edit or reaction is undone, said, and can be tried again; what is written after it is sent", async ({
  browser,
  url,
}) => {
  const { minji, junho, room } = await pair(url);
  await minji.say(room, "남의 손에 남을 말");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const text = "남의 손에 남을 말";
  await expect(bubble(page, text)).toBeVisible();
  const CHANGES = /\/(redact\/|send\/m\.reaction\/)/;
  const refusal = { status: 403, json: { errcode: "M_FORBIDDEN", error: "You may not." } };
  await page.route(CHANGES, (route) => route.fulfill(refusal));
  await remove(page, text);
  await expect(refused(page, "메시지를 삭제하지 못했습니다.")).toContainText("이 작업을 할 권한이 없습니다.");
  await expect(page.getByText("You may not.")).toHaveCount(0);
  await expect(bubble(page, text)).toBeVisible();
  await choose(page, text, "👍");
  await expect(refused(page, "공감을 반영하지 못했습니다.")).toBeVisible();
  await expect(bubble(page, text).getByRole("button", { name: /👍/ })).toHaveCount(0);
  await page.route(/\/send\/m\.room\.message\//, (route) => route.fulfill(refusal));
  await change(page, text, "고친 말");
  await expect(refused(page, "메시지를 수정하지 못했습니다.")).toBeVisible();
  await expect(bubble(page, text)).toBeVisible();
  await page.unroute(/\/send\/m\.room\.message\//);
  await page.getByPlaceholder("메시지 입력").fill("그다음 말");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "그다음 말")).toContainText("1명이 아직 읽지 않음");

  await page.unroute(CHANGES);
  await refused(page, "공감을").getByRole("button", { name: "닫기" }).click();
  await refused(page, "수정하지").getByRole("button", { name: "다시 시도" }).click();
  await expect(bubble(page, "고친 말")).toContainText("수정됨");
  await refused(page, "삭제하지").getByRole("button", { name: "다시 시도" }).click();
  await expect(bubble(page, "삭제된 메시지입니다.")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  // What was refused is not tried by a later start.
  await page.reload();
  await expect(bubble(page, "그다음 말")).toBeVisible();
  await expect(page.getByRole("button", { name: /👍/ })).toHaveCount(0);
  await expect.poll(() => junho.messagesIn(room)).toContain("그다음 말");
});
