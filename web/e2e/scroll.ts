import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** So long somebody scrolls before they give up. */
const PATIENCE = { timeout: 40_000, intervals: [50] };

const list = (page: Page) => page.getByRole("region", { name: "메시지", exact: true });

/**
 * Goes to the top again and again until something is drawn: what one looks at stays where it is when older messages
 * come, so that one goes no further back without scrolling again.
 */
export async function scrollBackTo(page: Page, sought: Locator): Promise<void> {
  await expect
    .poll(async () => {
      if ((await sought.count()) > 0) return true;
      await list(page).evaluate((view) => (view.scrollTop = 0));
      return false;
    }, PATIENCE)
    .toBe(true);
}

/** Turns the wheel above the messages until something is so. */
export async function wheelUntil(page: Page, pixels: number, isSo: () => Promise<boolean>): Promise<void> {
  await list(page).hover();
  await expect
    .poll(async () => {
      if (await isSo()) return true;
      await page.mouse.wheel(0, pixels);
      return false;
    }, PATIENCE)
    .toBe(true);
}

/** How far down something is, once it moves no more: a turn of the wheel goes on for a moment. */
export async function restingTop(of: Locator): Promise<number> {
  let top = Number.NaN;
  await expect
    .poll(
      async () => {
        const before = top;
        top = (await of.boundingBox())?.y ?? Number.NaN;
        return top === before;
      },
      { intervals: [200] },
    )
    .toBe(true);
  return top;
}
