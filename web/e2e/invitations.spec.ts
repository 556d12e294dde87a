import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

test("one is in a friend's group at once; the invitations of others wait and are counted", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const stranger = await Person.register(url, "hana", "최하나");
  await junho.directChatWith(minji);
  const group = (name: string) => ({ name, invite: [minji.id], preset: "private_chat" });
  // While nobody looks, and while somebody does.
  await junho.ask("POST", "/createRoom", group("산악회"));
  const page = await minji.open(browser);
  const list = page.getByRole("region", { name: "채팅" });
  await expect(list.getByRole("link", { name: /산악회/ })).not.toContainText("대화 초대");
  await junho.ask("POST", "/createRoom", group("독서 모임"));
  await expect(list.getByRole("link", { name: /독서 모임/ })).not.toContainText("대화 초대");
  await stranger.ask("POST", "/createRoom", group("모르는 모임"));
  await expect(list.getByRole("link", { name: /모르는 모임/ })).toContainText("대화 초대");
  await expect(page.getByRole("navigation").getByRole("link", { name: /채팅/ })).toContainText("1");
  await expect(page).toHaveTitle("(1) 봉수");

  await openMore(page, "채팅");
  await page.getByRole("switch", { name: "친구가 초대한 그룹에 바로 참여" }).uncheck();
  await expect(page.getByRole("navigation").getByRole("link", { name: /채팅/ })).toContainText("1");
  await junho.ask("POST", "/createRoom", group("나중 모임"));
  await expect(page.getByRole("navigation").getByRole("link", { name: /채팅/ })).toContainText("2");
  await page.getByRole("navigation").getByRole("link", { name: /채팅/ }).click();
  await expect(list.getByRole("link", { name: /나중 모임/ })).toContainText("대화 초대");
});
