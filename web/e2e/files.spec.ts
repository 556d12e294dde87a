import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const UPLOAD = "**/_matrix/media/v3/upload*";

const log = (page: Page) => page.getByRole("log");

async function openChat(page: Page, name: RegExp) {
  await page.getByRole("link", { name }).click();
  await page.getByPlaceholder("메시지 입력").waitFor();
}

const photo = (seed: number) => ({ name: `사진 ${seed}.png`, mimeType: "image/png", buffer: picture(seed) });

test("photos sent together are a grid; one opens large, and keys go on", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  await minji.directChatWith(junho);
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  await openChat(page, /이준호/);
  await openChat(other, /김민지/);
  await page.getByTestId("files").setInputFiles([photo(1), photo(2), photo(3)]);
  for (const one of [page, other]) {
    for (const seed of [1, 2, 3]) {
      const shown = log(one).getByRole("button", { name: `사진 크게 보기: 사진 ${seed}.png` });
      await expect(shown.locator("img")).toBeVisible();
    }
  }
  await log(other).getByRole("button", { name: "사진 크게 보기: 사진 2.png" }).click();
  const viewer = other.getByRole("dialog", { name: "사진" });
  await expect(viewer.getByAltText("사진 2.png")).toBeVisible();
  await other.keyboard.press("ArrowRight");
  await expect(viewer.getByAltText("사진 3.png")).toBeVisible();
  await expect(viewer).toContainText("3 / 3");
  await expect(viewer.getByRole("button", { name: "다음 사진" })).toBeHidden();
  await other.keyboard.press("Escape");
  await expect(viewer).toBeHidden();
  // Each photo of a grid has its menu: for a long press, the mouse's other button, and the key for it.
  await log(page).getByRole("button", { name: "사진 크게 보기: 사진 2.png" }).focus();
  await page.keyboard.press("ContextMenu");
  await page.getByRole("dialog").getByRole("button", { name: "모두에게서 삭제" }).click();
  await page.getByRole("button", { name: "삭제", exact: true }).click();
  await expect(log(other).getByText("삭제된 메시지입니다.")).toBeVisible();
  await expect(log(other).getByRole("button", { name: /사진 크게 보기/ })).toHaveCount(2);
});

test("a file has its Korean name and size, and comes back whole", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  await minji.directChatWith(junho);
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  await openChat(page, /이준호/);
  await openChat(other, /김민지/);
  const text = "회의록 ".repeat(500);
  await page
    .getByTestId("files")
    .setInputFiles({ name: "회의록 (최종).txt", mimeType: "text/plain", buffer: Buffer.from(text) });
  await expect(log(other)).toContainText("회의록 (최종).txt");
  await expect(log(other)).toContainText("4.9 KB");
  const [download] = await Promise.all([
    other.waitForEvent("download"),
    log(other).getByRole("button", { name: "저장: 회의록 (최종).txt" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("회의록 (최종).txt");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe(text);
});

test("what is dropped or pasted is asked about first; a refused upload is tried again, another given up", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["하나"], "끌어 놓은 것.txt", { type: "text/plain" }));
    return transfer;
  });
  const field = page.getByPlaceholder("메시지 입력");
  await field.dispatchEvent("dragover", { dataTransfer: data });
  await expect(page.getByText("여기에 놓으면 보냅니다.")).toBeVisible();
  await field.dispatchEvent("drop", { dataTransfer: data });
  await expect(page.getByRole("dialog", { name: "파일 1개를 보낼까요?" })).toContainText("끌어 놓은 것.txt");
  await page.keyboard.press("Escape");
  await expect(log(page)).not.toContainText("끌어 놓은 것.txt");

  await page.route(UPLOAD, (route) => route.fulfill({ status: 403, json: { errcode: "M_FORBIDDEN", error: "No." } }));
  await field.evaluate((area) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["둘"], "붙여 넣은 것.txt", { type: "text/plain" }));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
  });
  await page.getByRole("dialog").getByRole("button", { name: "보내기" }).click();
  await expect(page.getByRole("alert")).toContainText("전송하지 못했습니다");
  await page.getByTestId("files").setInputFiles(photo(9));
  await expect(page.getByRole("alert")).toHaveCount(2);
  await log(page).getByRole("button", { name: "취소" }).last().click();
  await expect(page.getByRole("alert")).toHaveCount(1);
  await page.unroute(UPLOAD);
  await log(page).getByRole("button", { name: "다시 시도" }).click();
  await expect(log(page).getByRole("button", { name: "저장: 붙여 넣은 것.txt" })).toBeVisible();
  await expect(log(page)).not.toContainText("사진 9.png");
});

test("a photo that finds no way to the server goes when there is one", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  let tried = 0;
  await page.route(UPLOAD, (route) => {
    tried++;
    return tried > 1 ? route.fulfill({ status: 503, json: { errcode: "M_UNKNOWN", error: "Later." } }) : route.abort();
  });
  await page.getByTestId("files").setInputFiles([photo(7), photo(8)]);
  await expect.poll(() => tried).toBeGreaterThan(2);
  await expect(log(page).getByRole("progressbar")).toHaveCount(2);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.unroute(UPLOAD);
  await expect(log(page).getByRole("button", { name: /사진 크게 보기/ })).toHaveCount(2);
  await expect.poll(() => minji.messagesIn(room)).toEqual(["사진 7.png", "사진 8.png"]);
});

test("a photo whose picture is none, or a lie, breaks nothing", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const lies = [
    { msgtype: "m.image", url: "javascript:alert(1)", info: { w: -5, h: "x" } },
    { msgtype: "m.image", url: "mxc://localhost/none", info: { w: 100_000, h: 100_000 } },
    { msgtype: "m.file", url: "mxc://localhost/none", info: { size: -1 }, filename: "\u202egnp.exe" },
    { msgtype: "m.video", url: ["mxc://x/y"], info: "w" },
  ];
  for (const lie of lies) await minji.say(room, "가짜", lie);
  await minji.say(room, "끝");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(log(page)).toContainText("끝");
  await log(page).getByRole("button", { name: "사진 크게 보기" }).click();
  await expect(page.getByRole("dialog")).toContainText("너무 커서 여기에서 볼 수 없습니다.");
});
