import { createServer, request, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/**
 * A way to the one server, as if it were a site of two: it names both, as a server of two sites does. It can be frozen
 * as a site is whose link is cut: it takes, and never answers.
 */
export class ProxySite {
  private frozen = false;
  named: ProxySite[] = [];
  /** The address of the status page, if there is one. */
  statusPage: string | undefined;
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
    const status = this.statusPage === undefined ? {} : { "org.bongsu.status": { url: this.statusPage } };
    answer.writeHead(200, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
    answer.end(JSON.stringify({ "m.homeserver": { base_url: this.url }, "org.bongsu.sites": sites, ...status }));
  }

  private withPolicy(headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const policy = headers["content-security-policy"];
    if (typeof policy !== "string") return headers;
    const urls = [
      ...this.named.map(({ url }) => url),
      ...(this.statusPage ? [new URL(this.statusPage).origin] : []),
    ].join(" ");
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
