import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

test("whoever has a group's link asks, and comes in when somebody says yes", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const pest = await Person.register(url, "pest", "귀찮은이");
  const room = await minji.chatWith([junho], { name: "등산 모임", preset: "private_chat" });
  const link = `/join/${encodeURIComponent(room)}`;

  // Without the owner's will the link leads nowhere.
  const seoyeonsPage = await seoyeon.open(browser);
  await seoyeonsPage.goto(link);
  await expect(seoyeonsPage.getByRole("alert")).toContainText("이 링크로 들어갈 수 있는 채팅방이 없습니다.");

  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}/details`);
  await page.getByRole("switch", { name: "링크로 참여 신청 받기" }).check();
  await page.getByRole("button", { name: "초대 링크와 QR 코드" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: "QR 코드" }).locator("path")).toHaveAttribute("d", /M/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "링크 복사" }).click();
  await expect(dialog).toContainText("링크를 복사했습니다.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url + link);
  await page.keyboard.press("Escape");

  await seoyeonsPage.goto(link);
  await expect(seoyeonsPage.getByRole("heading", { name: "등산 모임" })).toBeVisible();
  await seoyeonsPage.getByRole("button", { name: "참여 신청" }).click();
  await expect(seoyeonsPage.getByRole("status")).toContainText("참여를 신청했습니다.");
  await pest.ask("POST", `/knock/${encodeURIComponent(room)}`, {});
  // Folded, if the two requests come together.
  await expect(page.getByText("박서연님이 참여를 신청했습니다.")).toBeAttached();
  const requests = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "수락" }) });
  await expect(requests).toHaveCount(2);
  await requests.filter({ hasText: "귀찮은이" }).getByRole("button", { name: "거절" }).click();
  await requests.filter({ hasText: "박서연" }).getByRole("button", { name: "수락" }).click();
  await expect(requests).toHaveCount(0);

  // Who is let in is there without another step.
  await expect(seoyeonsPage.getByPlaceholder("메시지 입력")).toBeVisible();
  await seoyeonsPage.getByPlaceholder("메시지 입력").fill("안녕하세요!");
  await seoyeonsPage.keyboard.press("Enter");
  await expect(page.getByRole("log").getByText("안녕하세요!")).toBeVisible();

  await page.getByRole("switch", { name: "링크로 참여 신청 받기" }).uncheck();
  const pestsPage = await pest.open(browser);
  await pestsPage.goto(link);
  await expect(pestsPage.getByRole("alert")).toContainText("이 링크로 들어갈 수 있는 채팅방이 없습니다.");
});

test("who has asked to join may think better of it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([], { name: "독서 모임", preset: "private_chat" });
  await minji.ask("PUT", `/rooms/${encodeURIComponent(room)}/state/m.room.join_rules`, { join_rule: "knock" });
  const page = await junho.open(browser);
  await page.goto(`/join/${encodeURIComponent(room)}`);
  await page.getByRole("button", { name: "참여 신청" }).click();
  await page.getByRole("button", { name: "신청 취소" }).click();
  await expect(page.getByRole("button", { name: "참여 신청" })).toBeVisible();
});
