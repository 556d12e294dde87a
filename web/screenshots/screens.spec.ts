import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test, type Page } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { makeWorld, type World } from "./world.ts";

const folder = process.env.BONGSU_SCREENSHOTS ?? "target/screenshots";
const sizes = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

let world: World;

/** A finger presses long, a mouse presses its other button. */
async function openMenu(page: Page, text: string): Promise<void> {
  await page.getByRole("log").getByText(text).last().click({ button: "right" });
  await page.getByRole("dialog").waitFor();
}

test.beforeAll(async ({}, info) => {
  mkdirSync(folder, { recursive: true });
  world = await makeWorld(info.project.use.baseURL ?? "");
});

for (const [size, options] of Object.entries(sizes)) {
  for (const language of ["ko", "en"] as const) {
    for (const theme of ["light", "dark"] as const) {
      test(`${size} ${language} ${theme}`, async ({ browser, baseURL }) => {
        const colorScheme = theme;
        const locale = language === "ko" ? "ko-KR" : "en-GB";
        const shoot = async (page: Page, name: string) => {
          await page.evaluate(() => document.fonts.ready);
          await page.waitForTimeout(300);
          await page.screenshot({ path: join(folder, `${name}-${size}-${language}-${theme}.png`) });
        };

        const guest = await (await browser.newContext({ baseURL, locale, colorScheme, ...options })).newPage();
        await guest.goto("/sign-in");
        await guest.getByRole("button", { name: /^(로그인|Sign in)$/ }).waitFor();
        await shoot(guest, "sign-in");
        await guest.goto("/sign-up");
        await guest.getByRole("textbox").first().waitFor();
        await shoot(guest, "sign-up");
        await guest.context().close();

        const newcomer = await Person.register(baseURL ?? "", "newcomer", "새사람");
        const empty = await newcomer.open(browser, { locale, colorScheme, ...options });
        await empty.getByText(/(아직 대화가 없습니다|No chats yet)/).waitFor();
        await shoot(empty, "chats-empty");
        await empty.context().close();

        const page = await world.me.open(browser, { locale, colorScheme, ...options });
        await page.getByText("봉수 프로젝트").first().waitFor();
        await shoot(page, "chats");
        await page.getByRole("button", { name: /^(새 채팅|New chat)$/ }).click();
        await shoot(page, "new-chat");
        await page.keyboard.press("Escape");
        await page.goto(`/chats/${encodeURIComponent(world.group)}`);
        await page.getByText("그럼 두 시에 봐요").last().waitFor();
        await shoot(page, "conversation");
        await openMenu(page, "바뀐 곳은");
        await shoot(page, "message-menu");
        await page.keyboard.press("Escape");
        await page.goto(`/chats/${encodeURIComponent(world.group)}/details`);
        await page.getByRole("switch").first().waitFor();
        await shoot(page, "details");
        await page.goto(`/chats/${encodeURIComponent(world.group)}/search`);
        await page.getByRole("searchbox").last().fill("회의");
        await page.keyboard.press("Enter");
        await page.locator("mark").first().waitFor();
        await shoot(page, "search");
        await page.goto(`/chats/${encodeURIComponent(world.direct)}`);
        await page.getByRole("log").locator("button img").nth(3).waitFor();
        await shoot(page, "photos");
        await page.getByRole("log").locator("button img").nth(2).click();
        await page.getByRole("dialog").getByRole("img").waitFor();
        await shoot(page, "viewer");
        await page.keyboard.press("Escape");
        await page.goto("/chats");
        await page.getByText("주말 등산").first().click();
        await page.getByRole("button", { name: /^(수락|Accept)$/ }).waitFor();
        await shoot(page, "invitation");
        await page.goto("/settings");
        await page.getByRole("radio").first().waitFor();
        await shoot(page, "settings");
        await page.context().close();
      });
    }
  }
}
