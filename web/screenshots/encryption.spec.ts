import type { Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { inEveryLook } from "./looks.ts";

const button = (page: Page, name: RegExp) => page.getByRole("button", { name });

async function makeRecoveryKey(page: Page, shoot: (screen: string) => Promise<void>): Promise<void> {
  await page.goto("/more/privacy");
  const start = button(page, /^(암호화 켜기|Turn on encryption)$/);
  const make = button(page, /^(복구 키 만들기|Create a recovery key)$/);
  await start.or(make).waitFor();
  if (await start.isVisible()) await start.click();
  await make.click();
  await shoot("recovery-key-before");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^(만들기|Create)$/ })
    .click();
  await page.getByTestId("recovery-key").waitFor();
  await shoot("recovery-key");
  await button(page, /^(파일로 저장|Save as file)$/).click();
  await page.getByRole("checkbox").check();
  await button(page, /^(완료|Done)$/).click();
  await page.getByText(/(키가 백업되어 있습니다|chats are backed up)/).waitFor();
}

inEveryLook("encryption", async ({ browser, baseURL, options, shoot }) => {
  const minji = await Person.register(baseURL, "minji", "김민지");
  const junho = await Person.register(baseURL, "junho", "이준호");
  const page = await minji.open(browser, options);
  const other = await junho.open(browser, options);
  await makeRecoveryKey(page, (screen) => shoot(page, screen));
  await shoot(page, "encryption-ready");
  await makeRecoveryKey(other, () => Promise.resolve());

  await page.goto("/chats");
  await button(page, /^(새 채팅|New chat)$/).click();
  await page.getByRole("textbox").first().fill(junho.localpart);
  await page.getByRole("dialog").getByRole("checkbox").check();
  await shoot(page, "new-encrypted-chat");
  await button(page, /^(대화 시작|Start chat)$/).click();
  await page.getByPlaceholder(/(메시지 입력|Write a message)/).waitFor();
  const room = page.url().split("/").at(-1) ?? "";
  await other.goto(`/chats/${room}`);
  await button(other, /^(수락|Accept)$/).click();
  await other.getByPlaceholder(/(메시지 입력|Write a message)/).fill("통장 번호는 여기에만 적을게");
  await other.getByRole("button", { name: /^(보내기|Send)$/ }).click();
  await page.getByText("통장 번호는").last().waitFor();
  await shoot(page, "encrypted-chat");
  const raw = { name: "북한산 원본.tif", mimeType: "image/tiff", buffer: Buffer.from("II*\0") };
  await page.getByTestId("files").setInputFiles(raw);
  await button(page, /^(그래도 보내기|Send anyway)$/).waitFor();
  await shoot(page, "place-question");
  await page.goto(`/chats/${room}/search`);
  await page.getByRole("searchbox").last().fill("통장");
  await page.keyboard.press("Enter");
  await page.locator("mark").first().waitFor();
  await shoot(page, "encrypted-search");

  await page.goto(`/chats/${room}/details`);
  await page
    .getByRole("region")
    .getByRole("button", { name: /이준호/ })
    .click();
  await button(page, /(본인 확인하기|Verify this person)/).click();
  await button(other, /^(비교하기|Compare)$/).click();
  await page.getByRole("dialog").getByRole("listitem").nth(6).waitFor();
  await shoot(page, "compare-signs");
  await other.getByRole("dialog").getByRole("listitem").nth(6).waitFor();
  for (const one of [page, other]) await button(one, /^(같습니다|They match)$/).click();
  await page.getByText(/(확인했습니다|is verified)/).waitFor();
  await shoot(page, "compared");

  const window = await page.context().newPage();
  await window.goto("/chats");
  await button(window, /^(이 창에서 사용하기|Use this window)$/).waitFor();
  await shoot(window, "open-elsewhere");

  const device = await minji.open(browser, options);
  await device.goto(`/chats/${room}`);
  await device
    .getByText(/(복구 키를 입력하면|Enter your recovery key)/)
    .first()
    .waitFor();
  await shoot(device, "new-device");
  await device.goto("/more/privacy");
  await button(device, /^(복구 키 입력|Enter recovery key)$/).click();
  await shoot(device, "restore");
  for (const one of [page, other, device]) await one.context().close();
});
