import type { Page } from "@playwright/test";
import { untilKept } from "./device.ts";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const profile = (page: Page) => page.getByRole("region", { name: "프로필" });

test("contacts are written down for a friend, checked, kept for every device, and changed", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  await minji.directChatWith(junho);
  const page = await minji.open(browser);
  await page.getByRole("link", { name: "친구" }).click();
  await page.getByRole("link", { name: "이준호" }).click();
  await profile(page).getByRole("button", { name: "연락처 추가" }).click();
  await page.getByLabel("전화번호").fill("공일공");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("alert")).toContainText("올바른 전화번호를 입력해 주세요.");
  await page.getByLabel("전화번호").fill("010-1234-5678");
  await page.getByLabel("이메일").fill("junho@");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("alert")).toContainText("올바른 이메일 주소를 입력해 주세요.");
  await page.getByLabel("이메일").fill("junho@example.org");
  await page.getByRole("button", { name: "저장" }).click();
  const call = { name: "이준호님에게 전화" };
  await expect(profile(page).getByRole("link", call)).toHaveAttribute("href", "tel:01012345678");

  const another = await minji.open(browser);
  await another.goto(`/friends/${encodeURIComponent(junho.id)}`);
  await expect(profile(another).getByRole("link", call)).toBeVisible();
  await profile(another).getByRole("button", { name: "연락처 수정" }).click();
  await another.getByLabel("전화번호").fill("");
  await another.getByRole("button", { name: "저장" }).click();
  await expect(profile(page).getByRole("link", call)).toHaveCount(0);
  await expect(profile(page).getByRole("link", { name: "이준호님에게 이메일" })).toBeVisible();
});

test("where nothing answers, the contact sheet of the chat still leads to phone, messages and mail", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const hana = await Person.register(url, "hana", "최하나");
  const room = await minji.chatWith([junho, seoyeon, hana], { name: "등산 모임" });
  const page = await minji.open(browser, { serviceWorkers: "allow" });
  await page.goto(`/chats/${encodeURIComponent(room)}/details`);
  await page.getByRole("button", { name: "연락처 보기" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("listitem")).toHaveCount(3);
  for (const [name, phone, email] of [
    ["이준호", "010-1234-5678", "junho@example.org"],
    ["박서연", "+82 10 8765 4321", ""],
  ] as const) {
    await sheet.getByRole("button", { name: `연락처 수정: ${name}` }).click();
    await page.getByLabel("전화번호").fill(phone);
    await page.getByLabel("이메일").fill(email);
    await page.getByRole("button", { name: "저장" }).click();
    await expect(sheet.getByRole("link", { name: `${name}님에게 전화` })).toBeVisible();
  }
  // Writing down a number makes nobody a friend.
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "친구" }).click();
  await expect(page.getByText("아직 친구가 없습니다.")).toBeVisible();
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await untilKept(page, "010-1234-5678", "+82 10 8765 4321", "최하나");

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByText("지금은 서버에 연결할 수 없습니다.")).toBeVisible();
  await page.getByRole("button", { name: "연락처 보기" }).click();
  await expect(sheet.getByRole("listitem")).toHaveCount(3);
  await expect(sheet.getByRole("listitem").last()).toContainText("저장된 연락처 없음");
  await sheet.getByLabel("보낼 내용").fill("정상에서 만나요 & 조심히");
  const sms = await sheet.getByRole("link", { name: "2명에게 문자" }).getAttribute("href");
  expect(sms).toContain(`?body=${encodeURIComponent("정상에서 만나요 & 조심히")}`);
  expect([...(sms ?? "").matchAll(/\+?\d{10,}/g)].map(String).sort()).toEqual(["+821087654321", "01012345678"]);
  await expect(sheet.getByRole("link", { name: "1명에게 이메일" })).toHaveAttribute("href", /^mailto:junho%40example/);

  await page.context().setOffline(false);
  await expect(page.getByText("지금은 서버에 연결할 수 없습니다.")).toBeHidden();
  await expect(sheet.getByLabel("보낼 내용")).toHaveValue("정상에서 만나요 & 조심히");
});
