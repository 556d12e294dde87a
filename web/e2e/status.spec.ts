import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { ProxySite } from "./proxySite.ts";

const HEADLINE = "지금은 서비스를 이용할 수 없습니다";
const WORDS = "<img src=x onerror=alert(1)> 전기실 화재로 점검하고 있습니다.";

/** A status page outside of the sites, as a watcher serves it. */
async function statusPage(): Promise<{ url: string; server: Server }> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
    answer.end(
      JSON.stringify({
        as_of: new Date().toISOString(),
        state: "down",
        headline: { ko: HEADLINE, en: "The service is down" },
        incidents: [{ id: "20221015-062717-w1", entries: [{ kind: "words", text: { ko: WORDS, en: "A fire." } }] }],
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

test("when no site answers, the app says what the status page says", async ({ browser, url }) => {
  const status = await statusPage();
  const site = await ProxySite.start("seoul", url);
  site.named = [site];
  site.statusPage = status.url;
  try {
    const minji = await Person.register(site.url, "minji", "김민지");
    const page = await minji.open(browser);
    const notice = page.locator("[aria-live=polite]", { hasText: HEADLINE });
    await expect(notice).toBeVisible();
    await page.getByRole("button", { name: "닫기", exact: true }).click();
    await expect(notice).toBeHidden();

    await page.getByRole("link", { name: "더보기" }).click();
    await page.getByRole("link", { name: /서비스 상태/ }).click();
    const said = page.getByRole("region", { name: "운영자가 알리는 상태" });
    await expect(said).toContainText(HEADLINE);
    await expect(said).toContainText(WORDS);
    await expect(said.getByRole("img")).toHaveCount(0);
    await expect(said.getByRole("link")).toHaveAttribute("href", status.url);

    site.stop();
    await expect(notice.first()).toBeVisible();
    await expect(page.getByText("지금은 서버에 연결할 수 없습니다.").first()).toBeVisible();
  } finally {
    site.stop();
    status.server.close();
  }
});
