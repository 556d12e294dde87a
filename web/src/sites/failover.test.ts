import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failover, type Serving, type Site } from "./failover.ts";

const SEOUL: Site = { name: "seoul", url: "https://seoul.example.org" };
const BUSAN: Site = { name: "busan", url: "https://busan.example.org" };
const SEND = `${SEOUL.url}/_matrix/client/v3/rooms/!r/send/m.room.message/txn-1`;
const SYNC = `${SEOUL.url}/_matrix/client/v3/sync?since=s1&timeout=30000`;

type Answer = "ok" | "silent" | "refused" | { status: number; headers?: Record<string, string> };

/** Two sites that answer as told, with everything that they were asked. */
class Sites {
  readonly asked: string[] = [];
  readonly served: Serving[] = [];
  answers: Record<string, (path: string) => Answer> = {};
  readonly failover = new Failover(
    [SEOUL, BUSAN],
    (now) => this.served.push(now),
    (address, init) => this.ask(address, init),
    () => 0.5,
  );

  private ask(address: string, init?: RequestInit): Promise<Response> {
    const url = new URL(address);
    this.asked.push(`${init?.method ?? "GET"} ${url.hostname.split(".")[0]} ${url.pathname.split("/").at(-1)}`);
    const answer = this.answers[url.origin]?.(url.pathname) ?? "ok";
    if (answer === "refused") return Promise.reject(new TypeError("connection refused"));
    if (answer === "silent") {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
      });
    }
    const { status, headers } = answer === "ok" ? { status: 200 } : answer;
    return Promise.resolve(new Response(`from ${url.hostname}`, { status, ...(headers && { headers }) }));
  }
}

let sites: Sites;
beforeEach(() => {
  vi.useFakeTimers();
  // The platform's timeouts do not follow the simulated clock.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((millis) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), millis);
    return controller.signal;
  });
  sites = new Sites();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a living site is stayed with, however long it takes", async () => {
  sites.answers[SEOUL.url] = (path) => (path.endsWith("versions") ? "ok" : "silent");
  let settled = false;
  const search = sites.failover.fetch(`${SEOUL.url}/_matrix/client/v3/messages`).catch(() => "left");
  void search.then(() => (settled = true));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(settled).toBe(false);
  expect(sites.served).toEqual([]);
});

test("a silent site is left within two seconds, and the other one gets the same request", async () => {
  sites.answers[SEOUL.url] = () => "silent";
  const sent = sites.failover.fetch(SEND, { method: "PUT", body: "{}" });
  await vi.advanceTimersByTimeAsync(1_990);
  expect(sites.failover.now().site).toEqual(SEOUL);
  await vi.advanceTimersByTimeAsync(400);
  expect(await (await sent).text()).toBe("from busan.example.org");
  expect(sites.asked).toEqual(["PUT seoul txn-1", "GET seoul versions", "PUT busan txn-1"]);
  expect(sites.failover.now()).toEqual({ site: BUSAN, moved: true, none: false });
});

test("a waiting sync comes along when the site is left for a message", async () => {
  sites.answers[SEOUL.url] = () => "silent";
  const sync = sites.failover.fetch(SYNC);
  const sent = sites.failover.fetch(SEND, { method: "PUT" });
  await vi.advanceTimersByTimeAsync(2_500);
  expect((await sent).status).toBe(200);
  expect(await (await sync).text()).toBe("from busan.example.org");
});

test("a sync may wait as long as it has asked for, and two seconds", async () => {
  sites.answers[SEOUL.url] = () => "silent";
  const sync = sites.failover.fetch(SYNC);
  await vi.advanceTimersByTimeAsync(31_900);
  expect(sites.failover.now().site).toEqual(SEOUL);
  await vi.advanceTimersByTimeAsync(500);
  expect((await sync).status).toBe(200);
});

test("an upload in its own way of sending goes to the next site, too", async () => {
  const ways: string[] = [];
  const upload = (address: string) => {
    ways.push(address);
    if (ways.length === 1) return Promise.reject(new TypeError("connection lost"));
    return Promise.resolve(new Response("taken"));
  };
  const sent = sites.failover.fetch(`${SEOUL.url}/_matrix/media/v3/upload`, { method: "POST" }, upload);
  await vi.advanceTimersByTimeAsync(300);
  expect(await (await sent).text()).toBe("taken");
  expect(ways).toEqual([SEOUL, BUSAN].map(({ url }) => `${url}/_matrix/media/v3/upload`));
  expect(sites.asked).toEqual([]);
});

test("a site that asks to be left alone is, for as long as it says", async () => {
  sites.answers[SEOUL.url] = () => ({ status: 503, headers: { "Retry-After": "30" } });
  const first = sites.failover.fetch(SEND, { method: "PUT" });
  await vi.advanceTimersByTimeAsync(300);
  expect((await first).status).toBe(200);
  expect(sites.failover.now().site).toEqual(BUSAN);
});

test("where no site answers, each is asked once and the caller learns it", async () => {
  sites.answers[SEOUL.url] = sites.answers[BUSAN.url] = () => "refused";
  const sent = sites.failover.fetch(SEND, { method: "PUT" }).catch((e: unknown) => e);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await sent).toBeInstanceOf(TypeError);
  expect(sites.asked).toEqual(["PUT seoul txn-1", "PUT busan txn-1"]);
  expect(sites.failover.now().none).toBe(true);
  sites.answers = {};
  expect((await sites.failover.fetch(SEND, { method: "PUT" })).status).toBe(200);
  expect(sites.failover.now().none).toBe(false);
});

test("what may be done twice if it is asked again is not asked again", async () => {
  sites.answers[SEOUL.url] = () => "refused";
  const made = sites.failover.fetch(`${SEOUL.url}/_matrix/client/v3/createRoom`, { method: "POST" });
  await expect(made).rejects.toBeInstanceOf(TypeError);
  expect(sites.asked).toEqual(["POST seoul createRoom"]);
  // The next attempt is the person's, and it goes elsewhere.
  expect(sites.failover.now().site).toEqual(BUSAN);
});

test("who has lost interest leaves no site", async () => {
  sites.answers[SEOUL.url] = () => "silent";
  const controller = new AbortController();
  const asked = sites.failover.fetch(SYNC, { signal: controller.signal });
  controller.abort();
  await expect(asked).rejects.toThrow();
  expect(sites.served).toEqual([]);
});

test("refusals are answers, and other addresses are not our matter", async () => {
  sites.answers[SEOUL.url] = () => ({ status: 429 });
  expect((await sites.failover.fetch(SEND)).status).toBe(429);
  sites.answers["https://elsewhere.example.org"] = () => ({ status: 503 });
  expect((await sites.failover.fetch("https://elsewhere.example.org/x")).status).toBe(503);
  expect(sites.served).toEqual([]);
});
