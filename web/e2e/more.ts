import type { Page } from "@playwright/test";

/** Goes to one of the sections of the last tab, as one does by hand. */
export async function openMore(page: Page, section: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "더보기" }).click();
  await page.getByRole("region", { name: "더보기" }).getByRole("link", { name: section }).click();
}
