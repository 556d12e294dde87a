import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const line = (page: Page) => page.getByRole("log").getByRole("heading", { name: "여기까지 읽었습니다" });
const menu = (page: Page) => page.getByRole("dialog", { name: "메시지 메뉴" });

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

test("a chat opens at the line above what one has not read, and only what was seen counts as read", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  for (let n = 1; n <= 40; n++) await junho.say(room, `옛 소식 ${n}.`);
  await minji.read(room, await junho.say(room, "여기까지 봤음"));
  for (let n = 1; n <= 45; n++) await junho.say(room, `새 소식 ${n}.`);
  const page = await minji.open(browser);
  const row = page.getByRole("link", { name: /이준호/ });
  await row.click();
  await expect(line(page)).toBeInViewport();
  await expect(bubble(page, "여기까지 봤음")).toBeInViewport();
  await expect(bubble(page, "새 소식 1.")).toBeInViewport();
  await expect(bubble(page, "새 소식 45.")).not.toBeInViewport();
  await expect(row).toContainText("읽지 않은 메시지 45개");
  await page.getByRole("button", { name: "최근 메시지로" }).click();
  await expect(bubble(page, "새 소식 45.")).toBeInViewport();
  await expect(row).not.toContainText("읽지 않은 메시지");

  // The next time there is nothing to part.
  await page.goto("/chats");
  await row.click();
  await expect(bubble(page, "새 소식 45.")).toBeInViewport();
  await expect(line(page)).toHaveCount(0);
});

test("whoever has never opened a chat reads it from where they came in", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.chatWith([minji], { name: "산악회" });
  for (let n = 1; n <= 45; n++) await junho.say(room, `소식 ${n}.`);
  const page = await minji.open(browser);
  await page.getByRole("link", { name: /산악회/ }).click();
  await expect(bubble(page, "소식 1.")).toBeInViewport();
  await expect(line(page)).toBeVisible();
});

test("a mouse's menu opens at the pointer, within the window; arrow keys go through it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  await minji.say(room, "위에 있는 말");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const words = bubble(page, "위에 있는 말").getByText("위에 있는 말");
  const box = await boxOf(words);
  await words.click({ button: "right" });
  await expect(menu(page)).toBeVisible();
  const at = await boxOf(menu(page));
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  expect(at.x + at.width).toBeLessThanOrEqual(size.width);
  expect(at.y + at.height).toBeLessThanOrEqual(size.height);
  expect(Math.abs(at.y - (box.y + box.height / 2))).toBeLessThan(20);
  await page.keyboard.press("ArrowUp");
  await expect(menu(page).getByRole("button", { name: "모두에게서 삭제" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(menu(page).getByRole("button", { name: "나에게서만 삭제" })).toBeFocused();
  // A press beside it closes it and does nothing else.
  await page.mouse.click(8, 8);
  await expect(menu(page)).toHaveCount(0);
});

test("on a phone the menu is a sheet, which stays when the finger is lifted; a swipe to the left answers", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  await junho.say(room, "오래 눌러 봐");
  const page = await minji.open(browser, PHONE);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const words = bubble(page, "오래 눌러 봐").getByText("오래 눌러 봐");
  const { x, y } = await boxOf(words);
  const finger = await page.context().newCDPSession(page);
  const touch = (type: string, ...points: { x: number; y: number }[]) =>
    finger.send("Input.dispatchTouchEvent", { type: type as "touchStart", touchPoints: points });
  await touch("touchStart", { x: x + 8, y: y + 8 });
  await expect(menu(page)).toBeVisible();
  await touch("touchEnd");
  await expect(menu(page).getByRole("button", { name: "답장" })).toBeVisible();
  const sheet = await boxOf(menu(page));
  expect(Math.round(sheet.y + sheet.height)).toBe(740);
  await page.touchscreen.tap(180, 60);
  await expect(menu(page)).toHaveCount(0);

  await touch("touchStart", { x: 200, y: y + 8 });
  for (let moved = 10; moved <= 90; moved += 10) await touch("touchMove", { x: 200 - moved, y: y + 8 });
  await touch("touchEnd");
  await expect(page.getByText("이준호님에게 답장")).toBeVisible();
});

test("Back closes a photo and not its chat; wheel, keys and double presses enlarge it, swipes turn and close", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  for (const seed of [10, 90, 200]) {
    await junho.send(
      room,
      { name: `${seed}.png`, type: "image/png", content: picture(seed, 300, 200) },
      { w: 300, h: 200 },
    );
  }
  const page = await minji.open(browser);
  await page.getByRole("link", { name: /이준호/ }).click();
  const viewer = page.getByRole("dialog", { name: "사진" });
  const openOne = async (name: string) => {
    await page
      .getByRole("log")
      .getByRole("button", { name: `사진 크게 보기: ${name}` })
      .click();
    await expect(viewer.getByAltText(name)).toBeVisible();
  };
  await openOne("90.png");
  await page.goBack();
  await expect(viewer).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`/chats/${encodeURIComponent(room)}$`));
  await expect(page.getByPlaceholder("메시지 입력")).toBeVisible();

  await openOne("90.png");
  const scale = () => viewer.locator("[data-scale]").getAttribute("data-scale").then(Number);
  await viewer.getByAltText("90.png").hover();
  await page.mouse.wheel(0, -400);
  await expect.poll(scale).toBeGreaterThan(2);
  await page.keyboard.press("0");
  expect(await scale()).toBe(1);
  await page.keyboard.press("+");
  expect(await scale()).toBe(1.5);
  await page.keyboard.press("-");
  await viewer.getByAltText("90.png").dblclick();
  expect(await scale()).toBe(2.5);
  await viewer.getByAltText("90.png").dblclick();
  expect(await scale()).toBe(1);

  const drag = async (x: number, y: number) => {
    await page.mouse.move(600, 400);
    await page.mouse.down();
    await page.mouse.move(600 + x, 400 + y, { steps: 5 });
    await page.mouse.up();
  };
  await drag(-200, 0);
  await expect(viewer.getByAltText("200.png")).toBeVisible();
  await drag(200, 0);
  await expect(viewer.getByAltText("90.png")).toBeVisible();
  await drag(0, 200);
  await expect(viewer).toHaveCount(0);
  // What was closed without Back leaves nothing to go back to but the list.
  await page.goBack();
  await expect(page).toHaveURL(/\/chats$/);
});

test("two fingers enlarge a photo", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  await minji.send(room, { name: "산.png", type: "image/png", content: picture(10, 300, 200) }, { w: 300, h: 200 });
  const page = await minji.open(browser, PHONE);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await page.getByRole("log").getByRole("button", { name: "사진 크게 보기: 산.png" }).tap();
  const viewer = page.getByRole("dialog", { name: "사진" });
  await expect(viewer.getByAltText("산.png")).toBeVisible();
  const fingers = await page.context().newCDPSession(page);
  const touch = (type: string, apart: number) =>
    fingers.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: [
        { x: 180 - apart / 2, y: 400, id: 0 },
        { x: 180 + apart / 2, y: 400, id: 1 },
      ],
    });
  await touch("touchStart", 40);
  for (let apart = 50; apart <= 120; apart += 10) await touch("touchMove", apart);
  await fingers.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect.poll(() => viewer.locator("[data-scale]").getAttribute("data-scale").then(Number)).toBeGreaterThan(2.5);
});

async function boxOf(what: Locator) {
  const box = await what.boundingBox();
  if (!box) throw new Error("not on the screen");
  return box;
}
