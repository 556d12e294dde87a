import type { Page } from "@playwright/test";
import { untilFilesKept, untilKept } from "./device.ts";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const write = async (page: Page, text: string) => {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
};

test("without a network the app starts, shows what was seen, keeps what is written, and sends it once", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  await junho.say(room, "내일 아홉 시에 만나");
  const page = await minji.open(browser, { serviceWorkers: "allow" });
  await page.getByRole("link", { name: /이준호/ }).click();
  await expect(bubble(page, "내일 아홉 시에 만나")).toBeVisible();
  await untilKept(page, "내일 아홉 시에 만나");

  await page.context().setOffline(true);
  await expect(page.getByText("지금은 서버에 연결할 수 없습니다.")).toBeVisible();
  await write(page, "지하철이라 끊겼어");
  await expect(bubble(page, "지하철이라 끊겼어").getByLabel("보내는 중")).toBeVisible();
  await page.reload();
  await expect(bubble(page, "내일 아홉 시에 만나")).toBeVisible();
  await expect(bubble(page, "지하철이라 끊겼어").getByLabel("보내는 중")).toBeVisible();
  await write(page, "도착하면 연락할게");
  await expect(bubble(page, "도착하면 연락할게").getByLabel("보내는 중")).toBeVisible();

  await page.context().setOffline(false);
  await expect(bubble(page, "지하철이라 끊겼어")).toContainText("1명이 아직 읽지 않음");
  await expect(bubble(page, "도착하면 연락할게")).toContainText("1명이 아직 읽지 않음");
  await expect(page.getByText("지금은 서버에 연결할 수 없습니다.")).toBeHidden();
  const said = ["내일 아홉 시에 만나", "지하철이라 끊겼어", "도착하면 연락할게"];
  expect(await junho.messagesIn(room)).toEqual(said);

  // Sent once, also for a device that starts again.
  await page.reload();
  await expect(bubble(page, "도착하면 연락할게")).toHaveCount(1);
  await expect(bubble(page, "도착하면 연락할게")).toContainText("1명이 아직 읽지 않음");
  expect(await junho.messagesIn(room)).toEqual(said);
});

test("without a network friends and photos seen before are there, and a photo that is sent goes by itself later", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  await junho.send(room, { name: "바다.png", type: "image/png", content: picture(90) });
  const page = await minji.open(browser, { serviceWorkers: "allow" });
  await page.getByRole("link", { name: /이준호/ }).click();
  const photo = page.getByRole("button", { name: "사진 크게 보기: 바다.png" });
  const viewer = page.getByRole("dialog", { name: "사진" });
  await photo.locator("img").click();
  await expect(viewer.getByAltText("바다.png")).toBeVisible();
  await page.keyboard.press("Escape");
  await untilKept(page, "바다.png");
  await untilFilesKept(page, 2);

  await page.context().setOffline(true);
  await page.reload();
  await photo.locator("img").click();
  await expect(viewer.getByAltText("바다.png")).toBeVisible();
  await page.keyboard.press("Escape");
  const own = { name: "산.png", mimeType: "image/png", buffer: picture(20) };
  await page.getByTestId("files").setInputFiles(own);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("link", { name: "친구" }).click();
  await expect(page.getByRole("link", { name: "이준호" })).toBeVisible();

  await page.context().setOffline(false);
  await expect.poll(() => junho.messagesIn(room)).toEqual(["바다.png", "산.png"]);
});
