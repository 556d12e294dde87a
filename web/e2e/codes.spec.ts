import { chromium, type Browser, type Page } from "@playwright/test";
import { codePicture, writeCodeVideo } from "./code.ts";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const profile = (page: Page) => page.getByRole("region", { name: "프로필" });

async function openScanner(page: Page): Promise<void> {
  await page.getByRole("link", { name: "친구" }).click();
  await page.getByRole("button", { name: "친구 추가" }).first().click();
  await page.getByRole("button", { name: "QR 코드 스캔" }).click();
}

test("the code that one shows is read from a picture by another, and foreign codes are told apart", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const shown = await minji.open(browser);
  await shown.getByRole("link", { name: "친구" }).click();
  await shown.getByRole("button", { name: "친구 추가" }).click();
  await shown.getByRole("button", { name: "내 QR 코드 보기" }).click();
  const code = profile(shown).getByRole("img", { name: "QR 코드" });
  await expect(code.locator("path")).toHaveAttribute("d", /M/);
  const picture = { name: "screen.png", mimeType: "image/png", buffer: await code.screenshot() };

  const page = await junho.open(browser);
  await openScanner(page);
  const chooser = page.getByTestId("code-picture");
  await expect(page.getByText("카메라를 사용할 수 없습니다.")).toBeVisible();
  await chooser.setInputFiles(codePicture("https://example.org/menu"));
  await expect(page.getByRole("alert")).toHaveText("친구나 채팅방의 QR 코드가 아닙니다.");
  await chooser.setInputFiles({ name: "a.txt", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await expect(page.getByRole("alert")).toHaveText("사진에서 QR 코드를 찾지 못했습니다.");
  await chooser.setInputFiles(picture);
  await expect(profile(page).getByRole("heading", { name: "김민지" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/friends/${encodeURIComponent(minji.id)}$`));
});

test("the camera reads a code and leads to the person", async ({ url }, info) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const video = info.outputPath("code.y4m");
  writeCodeVideo(video, `${url}/friends/${encodeURIComponent(minji.id)}`);
  const withCamera: Browser = await chromium.launch({
    ...info.project.use.launchOptions,
    args: [
      ...(info.project.use.launchOptions?.args ?? []),
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  const page = await junho.open(withCamera, { locale: "ko-KR" });
  await openScanner(page);
  await expect(profile(page).getByRole("heading", { name: "김민지" })).toBeVisible();
  await withCamera.close();
});
