import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const write = async (page: Page, text: string) => {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
};

test("a group is made, accepted by one and refused by another, and somebody is invited later", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const hana = await Person.register(url, "hana", "최하나");
  const page = await minji.open(browser);
  await page.getByRole("button", { name: "새 채팅" }).click();
  await page.getByLabel("상대의 아이디").fill(`${junho.localpart},`);
  await expect(page.getByRole("list", { name: "초대할 사람" }).getByRole("button")).toHaveCount(1);
  await page.getByLabel("상대의 아이디").fill(seoyeon.localpart);
  await page.getByLabel("채팅방 이름", { exact: true }).fill("등산 모임");
  await page.getByRole("button", { name: "대화 시작" }).click();
  await expect(page.getByRole("heading", { name: "등산 모임" })).toBeVisible();
  await write(page, "토요일 어때요?");

  const junhosPage = await junho.open(browser);
  await junhosPage.getByRole("link", { name: /등산 모임/ }).click();
  await junhosPage.getByRole("button", { name: "수락" }).click();
  await expect(junhosPage.getByText("김민지님이 대화에 초대했습니다.")).toBeHidden();
  const seoyeonsPage = await seoyeon.open(browser);
  await seoyeonsPage.getByRole("link", { name: /등산 모임/ }).click();
  await seoyeonsPage.getByRole("button", { name: "거절" }).click();
  await expect(seoyeonsPage.getByText("아직 대화가 없습니다.")).toBeVisible();

  await page.getByRole("button", { name: "채팅방 정보" }).click();
  const details = page.getByRole("region", { name: "채팅방 정보" });
  await expect(details.getByText("참여자 2명")).toBeVisible();
  await expect(details.getByRole("button", { name: /김민지.*나.*방장/ })).toBeVisible();
  await details.getByRole("button", { name: "초대하기" }).click();
  await page.getByLabel("상대의 아이디").fill(hana.localpart);
  await page.getByRole("dialog").getByRole("button", { name: "초대하기" }).click();
  await expect(details.getByText("초대 중 1명")).toBeVisible();
  await expect(details.getByRole("button", { name: /최하나/ })).toBeVisible();
});

test("an owner renames the chat, gives it a photo, a role and the door", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const room = await minji.chatWith([junho, seoyeon], { name: "동아리", preset: "private_chat" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}/details`);
  const details = page.getByRole("region", { name: "채팅방 정보" });
  await details.getByRole("button", { name: "이름 바꾸기" }).click();
  await page.getByLabel("채팅방 이름", { exact: true }).fill("봄 동아리");
  await details.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("heading", { name: "봄 동아리" })).toBeVisible();
  await page.getByTestId("photo").setInputFiles({ name: "p.png", mimeType: "image/png", buffer: PIXEL });
  await expect(details.locator("img").first()).toBeVisible();

  await details.getByRole("button", { name: /이준호/ }).click();
  await page.getByLabel("역할").selectOption("moderator");
  await expect(details.getByRole("button", { name: /이준호.*부방장/ })).toBeVisible();
  await details.getByRole("button", { name: /박서연/ }).click();
  await page.getByRole("button", { name: "내보내기" }).click();
  const question = page.getByRole("dialog", { name: "박서연님을 내보낼까요?" });
  await question.getByRole("button", { name: "취소" }).click();
  await expect(details.getByText("참여자 3명")).toBeVisible();
  await details.getByRole("button", { name: /박서연/ }).click();
  await page.getByRole("button", { name: "내보내기" }).click();
  await question.getByRole("button", { name: "내보내기" }).click();
  await expect(details.getByText("참여자 2명")).toBeVisible();
  await expect(page.getByText("김민지님이 박서연님을 내보냈습니다.")).toBeVisible();
});

test("a chat is muted, kept on top, and left", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const older = await junho.chatWith([minji], { name: "오래된 방" });
  await junho.say(older, "처음");
  const newer = await junho.chatWith([minji], { name: "새로운 방" });
  await junho.say(newer, "나중");
  const page = await minji.open(browser);
  const rows = page.getByRole("region", { name: "채팅" }).getByRole("listitem");
  await expect(rows.first()).toContainText("새로운 방");
  await page.getByRole("link", { name: /오래된 방/ }).click();
  await page.getByRole("button", { name: "채팅방 정보" }).click();
  await page.getByRole("switch", { name: "알림 끄기" }).check();
  await page.getByRole("switch", { name: "목록 위에 고정" }).check();
  await expect(rows.first()).toContainText("오래된 방");
  await expect(rows.first()).toContainText("알림 꺼짐");
  await page.reload();
  await expect(rows.first()).toContainText("위에 고정됨");
  await expect(page.getByRole("switch", { name: "알림 끄기" })).toBeChecked();
  await page.getByRole("switch", { name: "알림 끄기" }).uncheck();
  await expect(rows.first()).not.toContainText("알림 꺼짐");

  await page.getByRole("button", { name: "채팅방 나가기" }).click();
  await page.getByRole("button", { name: "나가기", exact: true }).click();
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/\/chats$/);
});

/** A picture of one point. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
