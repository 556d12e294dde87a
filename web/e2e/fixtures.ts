import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";

/**
 * A test whose pages must stay without errors: a script that fails, or one that the page's policy stops. The browsers
 * that it has opened are closed at its end: otherwise all of a worker's would go on syncing until the last test.
 */
export const test = base.extend<{ url: string; noErrors: undefined }>({
  url: async ({ baseURL }, use) => use(baseURL ?? ""),
  noErrors: [
    async ({ browser }, use) => {
      const errors: string[] = [];
      const watched = (page: Page) => {
        page.on("pageerror", (error) => errors.push(String(error)));
        page.on("console", (message) => {
          if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
        });
      };
      const opened: BrowserContext[] = [];
      const context = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const made = await context(options);
        opened.push(made);
        made.on("page", watched);
        return made;
      };
      await use(undefined);
      browser.newContext = context;
      for (const one of opened) await one.close();
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
