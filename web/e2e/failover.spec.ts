import { createServer, request, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

/** As many messages as somebody writes while their site dies. */
const MESSAGES = 12;

/**
 * A way to the one server, as if it were a site of two: it names both, as a server of two sites does. It can be frozen
 * as a site is whose link is cut: it takes, and never answers.
 */
class ProxySite {
  private frozen = false;
  named: ProxySite[] = [];
  private readonly sockets = new Set<Socket>();
  private constructor(
    readonly name: string,
    private readonly server: Server,
  ) {}

  static async start(name: string, target: string): Promise<ProxySite> {
    const { hostname, port } = new URL(target);
    const server = createServer((asked, answer) => {
      if (proxy.frozen) return;
      if (asked.url === "/.well-known/matrix/client") {
        proxy.nameAll(answer);
        return;
      }
      // Host stays what the browser asked for, as with HAProxy: the policy for scripts names it.
      const { headers } = asked;
      const passed = request({ hostname, port, path: asked.url, method: asked.method, headers }, (came) => {
        // The answer to what was taken before the cut is lost, too: the client cannot know whether it was done.
        if (proxy.frozen) return;
        answer.writeHead(came.statusCode ?? 502, proxy.withPolicy(came.headers));
        came.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    });
    const proxy = new ProxySite(name, server);
    server.on("connection", (socket) => proxy.sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private nameAll(answer: ServerResponse): void {
    const sites = this.named.map(({ name, url }) => ({ name, base_url: url }));
    answer.writeHead(200, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
    answer.end(JSON.stringify({ "m.homeserver": { base_url: this.url }, "org.bongsu.sites": sites }));
  }

  private withPolicy(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const policy = headers["content-security-policy"];
    if (typeof policy !== "string") return headers;
    const urls = this.named.map(({ url }) => url).join(" ");
    return {
      ...headers,
      "content-security-policy": policy.replace("connect-src 'self'", `connect-src 'self' ${urls}`),
    };
  }

  freeze(): void {
    this.frozen = true;
  }

  stop(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
  }
}

test("a site dies while somebody writes: nothing is lost, doubled or reordered", async ({ browser, url }) => {
  const seoul = await ProxySite.start("seoul", url);
  const busan = await ProxySite.start("busan", url);
  seoul.named = busan.named = [seoul, busan];
  try {
    const minji = await Person.register(seoul.url, "minji", "김민지");
    const junho = await Person.register(url, "junho", "이준호");
    const room = await junho.directChatWith(minji);
    const page = await minji.open(browser);
    await page.getByRole("link", { name: /이준호/ }).click();
    const area = page.getByPlaceholder("메시지 입력");
    await area.waitFor();
    const written: string[] = [];
    let noticed: Promise<void> = Promise.resolve();
    for (let n = 1; n <= MESSAGES; n++) {
      if (n === MESSAGES / 3) {
        seoul.freeze();
        // It is said for some seconds only, in which a slow machine does not type the rest.
        noticed = expect(page.getByText("다른 서버로 연결했습니다.")).toBeVisible();
      }
      const text = `${n}번째 말`;
      written.push(text);
      await area.pressSequentially(text);
      await page.keyboard.press("Enter");
    }
    await noticed;
    const last = page.getByRole("log").locator("[data-key]", { hasText: `${MESSAGES}번째 말` });
    await expect(last).toContainText("1명이 아직 읽지 않음");
    await junho.say(room, "다 받았어");
    await expect(page.getByRole("log")).toContainText("다 받았어");
    expect(await junho.messagesIn(room)).toEqual([...written, "다 받았어"]);
    const shown = await page.getByRole("log").locator("[data-key] p[dir=auto]").allTextContents();
    expect(shown.filter((text) => text.endsWith("번째 말"))).toEqual(written);
  } finally {
    seoul.stop();
    busan.stop();
  }
});
