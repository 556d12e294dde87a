import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

test("two syllables are found in the chat and in all chats, and lead to their message", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.chatWith([minji], { name: "동아리" });
  const other = await junho.chatWith([minji], { name: "가족" });
  await junho.say(room, "이번 주 등산은 북한산입니다");
  for (let n = 1; n <= 70; n++) await junho.say(room, `잡담 ${n}.`);
  await junho.say(other, "할머니와 등산 갔다 왔어");
  const page = await minji.open(browser);
  await page.getByRole("link", { name: /동아리/ }).click();
  await page.getByRole("button", { name: "대화 검색" }).click();
  const pane = page.getByRole("region", { name: "대화 검색" });
  await pane.getByLabel("검색어").fill("등산");
  await page.keyboard.press("Enter");
  await expect(pane.getByRole("status")).toHaveText("메시지 1개를 찾았습니다.");
  const hit = pane.getByRole("button", { name: /북한산/ });
  await expect(hit.locator("mark")).toHaveText("등산");
  await hit.click();
  await expect(page.getByRole("log").getByText("이번 주 등산은 북한산입니다")).toBeInViewport();
  await pane.getByLabel("검색어").fill("등");
  await page.keyboard.press("Enter");
  await expect(pane).toContainText("두 글자 이상 입력해 주세요.");

  await page.getByPlaceholder("채팅방·메시지 검색").fill("등산");
  await page.getByRole("button", { name: "메시지에서 “등산” 검색" }).click();
  const everywhere = page.getByRole("region", { name: "검색 결과" });
  await expect(everywhere.getByRole("button")).toHaveCount(2);
  await everywhere.getByRole("button", { name: /가족.*이준호/ }).click();
  await expect(page.getByRole("heading", { name: "가족" })).toBeVisible();
  await expect(page.getByRole("log").getByText("할머니와 등산 갔다 왔어")).toBeInViewport();
  await page.getByPlaceholder("채팅방·메시지 검색").fill("없는말");
  await page.keyboard.press("Enter");
  await expect(page.getByText("검색 결과가 없습니다.")).toBeVisible();
});

test("a date leads to the first message from then on", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  await minji.say(room, "오늘의 첫 글");
  for (let n = 1; n <= 60; n++) await minji.say(room, `잡담 ${n}.`);
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}/search`);
  await expect(page.getByRole("log").getByText("잡담 60.")).toBeInViewport();
  const today = await page.evaluate(() => {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  });
  await page.getByLabel("날짜로 이동").fill(today);
  await expect(page.getByText("대화의 시작입니다.")).toBeInViewport();
  await page.getByLabel("날짜로 이동").fill("2999-01-01");
  await expect(page.getByRole("alert")).toContainText("그날 이후의 메시지가 없습니다.");
});
