import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const SENDING = /\/send\/m\.room\.message\//;

async function writeRefused(page: Page, text: string): Promise<void> {
  await page.route(SENDING, (route) =>
    route.fulfill({ status: 403, json: { errcode: "M_FORBIDDEN", error: "You may not." } }),
  );
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
  await expect(bubble(page, text)).toContainText("보내지 못했습니다");
  await page.unroute(SENDING);
  await bubble(page, text).getByText(text).click({ button: "right" });
}

test("what was refused is dropped for good, or sent again", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await writeRefused(page, "이건 지운다");
  await page.getByRole("button", { name: "전송 취소" }).click();
  await expect(bubble(page, "이건 지운다")).toHaveCount(0);
  await writeRefused(page, "이건 다시 보낸다");
  await page.getByRole("dialog").getByRole("button", { name: "다시 시도" }).click();
  await expect(bubble(page, "이건 다시 보낸다")).toContainText("1명이 아직 읽지 않음");
  await page.reload();
  await expect(bubble(page, "이건 다시 보낸다")).toBeVisible();
  await expect(bubble(page, "이건 지운다")).toHaveCount(0);
  await expect.poll(() => junho.messagesIn(room)).toEqual(["이건 다시 보낸다"]);
});

test("a file on its way goes on after the page was loaded again, and is sent once", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await page.getByPlaceholder("메시지 입력").click();
  // The uploads stay on their way.
  await page.route("**/upload**", () => undefined);
  await page.getByTestId("files").setInputFiles([
    { name: "산.png", mimeType: "image/png", buffer: picture(60) },
    { name: "강.png", mimeType: "image/png", buffer: picture(90) },
    { name: "들.png", mimeType: "image/png", buffer: picture(120) },
  ]);
  await expect(page.getByRole("progressbar")).toHaveCount(3);
  await page.getByRole("button", { name: "취소" }).last().click();
  await expect(page.getByRole("progressbar")).toHaveCount(2);
  await page.unroute("**/upload**");
  await page.reload();
  for (const name of ["산.png", "강.png"]) {
    await expect(page.getByRole("button", { name: `사진 크게 보기: ${name}` })).toBeVisible();
  }
  await page.reload();
  await expect(page.getByRole("button", { name: "사진 크게 보기: 강.png" })).toBeVisible();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  expect(await junho.messagesIn(room)).toEqual(["산.png", "강.png"]);
});

test("the browser asks before files are lost that the device cannot keep", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.directChatWith(await Person.register(url, "junho", "이준호"));
  const page = await minji.open(browser);
  await page.addInitScript(() => {
    IDBObjectStore.prototype.add = () => {
      throw new DOMException("the disk is full", "QuotaExceededError");
    };
  });
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await page.getByPlaceholder("메시지 입력").click();
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked++;
    void dialog.dismiss();
  });
  // The upload stays on its way.
  await page.route("**/upload**", () => undefined);
  const file = { name: "산.png", mimeType: "image/png", buffer: picture(60) };
  await page.getByTestId("files").setInputFiles(file);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(1);
  await page.getByRole("button", { name: "취소" }).last().click();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => page.isClosed()).toBe(true);
  expect(asked).toBe(1);
});
