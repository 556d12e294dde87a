import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const log = (page: Page) => page.getByRole("log");

/** A time of at least so many seconds: a single one may have passed before somebody looks. */
const lasting = (seconds: number) => new RegExp(`0:(0[${seconds}-9]|[1-5]\\d)`);

test("a voice message is recorded, discarded or sent, and heard by the other", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  const page = await minji.open(browser, { permissions: ["microphone"] });
  const other = await junho.open(browser);
  for (const one of [page, other]) await one.goto(`/chats/${encodeURIComponent(room)}`);
  await page.getByRole("button", { name: "음성 메시지 녹음" }).click();
  await expect(page.getByRole("status", { name: "녹음 중" })).toContainText(lasting(1));
  await page.getByRole("button", { name: "녹음 취소" }).click();
  await expect(page.getByPlaceholder("메시지 입력")).toBeVisible();
  await expect(log(page).getByRole("button", { name: "음성 메시지 재생" })).toHaveCount(0);

  await page.getByRole("button", { name: "음성 메시지 녹음" }).click();
  await expect(page.getByRole("status", { name: "녹음 중" })).toContainText(lasting(2));
  await page.getByRole("button", { name: "음성 메시지 보내기" }).click();
  const heard = log(other).getByRole("button", { name: "음성 메시지 재생" });
  await expect(log(other)).toContainText(lasting(2));
  await heard.click();
  await expect(log(other).getByRole("button", { name: "일시정지" })).toBeVisible();
  await expect(heard).toBeVisible();
  await expect(other.getByRole("link", { name: /김민지/ })).toContainText("음성 메시지");
});

test("where the microphone may not be used, the reason is said, and writing goes on", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await page.getByRole("button", { name: "음성 메시지 녹음" }).click();
  await expect(page.getByRole("alert")).toContainText("마이크를 허용한 뒤 다시 시도해 주세요.");
  await page.getByRole("button", { name: "닫기" }).click();
  await expect(page.getByPlaceholder("메시지 입력")).toBeVisible();
});

test("a video shows its first picture and plays in its place", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.directChatWith(junho);
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  for (const one of [page, other]) await one.goto(`/chats/${encodeURIComponent(room)}`);
  const video = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [160, 120];
    const paper = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm" });
    const chunks: Blob[] = [];
    recorder.ondataavailable = ({ data }) => chunks.push(data);
    recorder.start();
    for (let n = 0; n < 15; n++) {
      if (paper) paper.fillStyle = `rgb(200 ${n * 15} 60)`;
      paper?.fillRect(0, 0, 160, 120);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    await new Promise((resolve) => {
      recorder.onstop = resolve;
      recorder.stop();
    });
    return [...new Uint8Array(await new Blob(chunks).arrayBuffer())];
  });
  const file = { name: "등산.webm", mimeType: "video/webm", buffer: Buffer.from(video) };
  await page.getByTestId("files").setInputFiles(file);
  const shown = log(other).getByRole("button", { name: "재생: 등산.webm" });
  await expect(shown.locator("img")).toBeVisible();
  await shown.click();
  await expect(log(other).locator("video")).toBeVisible();
  await expect
    .poll(() =>
      log(other)
        .locator("video")
        .evaluate((one: HTMLVideoElement) => one.currentTime),
    )
    .toBeGreaterThan(0);

  // What claims to be a video and is none says so.
  const none = { name: "가짜.mp4", mimeType: "video/mp4", buffer: Buffer.from("no video") };
  await page.getByTestId("files").setInputFiles(none);
  await log(other).getByRole("button", { name: "재생: 가짜.mp4" }).click();
  await expect(log(other).getByRole("alert")).toContainText("이 브라우저에서 재생할 수 없습니다.");
});

test("a link has a card that says where it leads, and nothing is fetched for it", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  await minji.say(room, "여기예요 https://bücher.example/책/목록?x=1#y");
  const page = await minji.open(browser);
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("xn--bcher")) elsewhere.push(request.url());
  });
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const links = log(page).getByRole("link", { name: "xn--bcher-kva.example /책/목록" });
  await expect(links).toHaveAttribute("rel", /noreferrer/);
  expect(elsewhere).toEqual([]);
});
