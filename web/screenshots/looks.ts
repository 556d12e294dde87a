import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";

const folder = process.env.BONGSU_SCREENSHOTS ?? "target/screenshots";
const sizes = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

/** One way in which the app can look, and how to keep what it looks like. */
export interface Look {
  name: string;
  browser: Browser;
  baseURL: string;
  options: BrowserContextOptions;
  shoot: (page: Page, screen: string) => Promise<void>;
}

/** Makes a test of each size, language and theme. */
export function inEveryLook(what: string, act: (look: Look) => Promise<void>): void {
  for (const [size, options] of Object.entries(sizes)) {
    for (const language of ["ko", "en"] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        test(`${what}: ${size} ${language} ${colorScheme}`, async ({ browser, baseURL }) => {
          if (baseURL === undefined) throw new Error("no server");
          mkdirSync(folder, { recursive: true });
          const name = `${size}-${language}-${colorScheme}`;
          const shoot = async (page: Page, screen: string) => {
            await page.evaluate(() => document.fonts.ready);
            await page.waitForTimeout(300);
            await page.screenshot({ path: join(folder, `${screen}-${name}.png`) });
          };
          const locale = language === "ko" ? "ko-KR" : "en-GB";
          await act({ name, browser, baseURL, options: { baseURL, locale, colorScheme, ...options }, shoot });
        });
      }
    }
  }
}
