import { test as base, expect, type Page } from "@playwright/test";

/** A test whose pages must stay without errors: a script that fails, or one that the page's policy stops. */
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
      const context = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const made = await context(options);
        made.on("page", watched);
        return made;
      };
      await use(undefined);
      browser.newContext = context;
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
