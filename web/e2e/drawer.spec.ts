import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const drawer = (page: Page) => page.getByRole("region", { name: "사진 · 파일 · 링크" });

test("a chat's photos, files and links stand together by month, and lead to their messages", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  await junho.send(room, { name: "옛날.png", type: "image/png", content: picture(5, 200, 200) }, { w: 200, h: 200 });
  await junho.say(room, "지도는 https://example.org/map 에 있어");
  await junho.send(room, { name: "계획.pdf", type: "application/pdf", content: Buffer.alloc(4_000) });
  let last = "";
  for (let n = 1; n <= 120; n++) last = await junho.say(room, `잡담 ${n}.`);
  await minji.read(room, last);
  await minji.send(room, { name: "새것.png", type: "image/png", content: picture(90, 200, 200) }, { w: 200, h: 200 });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}/details`);
  await page.getByRole("button", { name: "사진 · 파일 · 링크" }).click();
  await expect(page).toHaveURL(/\/drawer$/);
  const month = await page.evaluate(() => `${new Date().getFullYear()}년 ${new Date().getMonth() + 1}월`);
  await expect(drawer(page).getByRole("heading", { name: month })).toBeVisible();
  const photos = drawer(page).getByRole("button", { name: /사진 크게 보기/ });
  await expect(photos).toHaveCount(2);
  await photos.last().click();
  const viewer = page.getByRole("dialog", { name: "사진" });
  await expect(viewer.getByAltText("옛날.png")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);

  await drawer(page).getByRole("tab", { name: "사진·동영상" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(drawer(page).getByRole("tab", { name: "파일" })).toBeFocused();
  await expect(drawer(page)).toContainText("계획.pdf");
  await page.keyboard.press("ArrowRight");
  await expect(drawer(page).getByRole("link", { name: /example.org/ })).toBeVisible();
  await drawer(page)
    .getByRole("button", { name: /대화에서 보기/ })
    .click();
  await expect(page.getByRole("log").getByText("지도는")).toBeInViewport();

  // What was deleted is there no more.
  const path = `/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=200`;
  const { chunk } = await junho.ask<{ chunk: { event_id: string; content: { body?: string } }[] }>("GET", path);
  const old = chunk.find(({ content }) => content.body === "옛날.png")?.event_id ?? "";
  await junho.ask("PUT", `/rooms/${encodeURIComponent(room)}/redact/${encodeURIComponent(old)}/1`, {});
  await page.goto(`/chats/${encodeURIComponent(room)}/drawer`);
  await expect(photos).toHaveCount(1);
});
