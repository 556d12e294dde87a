import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const picker = (page: Page) => page.getByRole("dialog", { name: "이모지" });
const search = (page: Page) => picker(page).getByRole("searchbox");

test("any emoji is found in Korean or English, written where the caret is, and offered again as used last", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const field = page.getByPlaceholder("메시지 입력");
  await field.fill("냠냠 맛있다");
  await field.press("Home");
  for (let n = 0; n < 2; n++) await field.press("ArrowRight");
  await page.getByRole("button", { name: "이모지" }).click();
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("피자");
  await page.keyboard.press("Enter");
  await expect(picker(page)).toHaveCount(0);
  await expect(field).toHaveValue("냠냠🍕 맛있다");

  await page.getByRole("button", { name: "이모지" }).click();
  await expect(picker(page).getByRole("button", { name: "최근 사용" })).toHaveAttribute("aria-pressed", "true");
  await expect(picker(page).getByRole("button", { name: "피자" })).toBeVisible();
  await search(page).fill("thumbs up");
  await picker(page).getByRole("radio", { name: "중간 피부", exact: true }).check({ force: true });
  await picker(page)
    .getByRole("button", { name: /올린|엄지/ })
    .first()
    .click();
  await expect(field).toHaveValue("냠냠🍕👍🏽 맛있다");

  // Without a mouse: a group, and arrow keys through it.
  await page.getByRole("button", { name: "이모지" }).click();
  await picker(page).getByRole("button", { name: "깃발" }).press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(/🚩/u);
});

test("one reacts with any emoji", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  await junho.say(room, "등산 갈래?");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await bubble(page, "등산 갈래?").getByText("등산 갈래?").click({ button: "right" });
  await page.getByRole("dialog").getByRole("button", { name: "다른 이모지로 공감" }).click();
  await search(page).fill("설산");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "등산 갈래?").getByRole("button", { name: "🏔️ 김민지" })).toHaveText("🏔️ 1");
});
