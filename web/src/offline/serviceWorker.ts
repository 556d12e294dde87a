/*
 * Runs beside the pages, not in them: hands out the app's own files where there is no network. The build puts
 * OFFLINE_FILES before it. Nothing of the Matrix API goes through here.
 */
declare const OFFLINE_FILES: { version: string; files: string[] };

/** The part of a service worker's world that is used; TypeScript has it only instead of the page's. */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Tapping extends Lasting {
  notification: Notification;
}
/** A window of the app. */
interface AppWindow {
  focus(): Promise<AppWindow>;
  postMessage(message: unknown): void;
}
interface Scope {
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Tapping) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: {
    claim(): Promise<void>;
    matchAll(of: { type: "window" }): Promise<AppWindow[]>;
    openWindow(path: string): Promise<unknown>;
  };
}

const scope = self as unknown as Scope;
const PAGE = "/index.html";
const CACHE = `bongsu-${OFFLINE_FILES.version}`;

scope.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(OFFLINE_FILES.files)));
});

scope.addEventListener("activate", (event) => {
  const dropOld = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await scope.clients.claim();
  };
  event.waitUntil(dropOld());
});

// A new version waits until the person wants it, or until no page of the old one is left.
scope.addEventListener("message", (event) => {
  if (event.data === "take over") void scope.skipWaiting();
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || /^\/(_|\.)/.test(pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request));
    event.waitUntil(renewPolicy());
  } else if (pathname.startsWith("/assets/") || OFFLINE_FILES.files.includes(pathname)) {
    event.respondWith(file(request));
  }
});

// Whoever taps a notification wants its chat, in the window that there is.
scope.addEventListener("notificationclick", (event) => {
  const { path } = (event.notification.data ?? {}) as { path?: unknown };
  event.notification.close();
  if (typeof path === "string" && path.startsWith("/")) event.waitUntil(open(path));
});

async function open(path: string): Promise<void> {
  const [first] = await scope.clients.matchAll({ type: "window" });
  if (!first) {
    await scope.clients.openWindow(path);
    return;
  }
  first.postMessage({ go: path });
  await first.focus();
}

async function page(request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(PAGE)) ?? fetch(request);
}

/** The names in assets/ change with what is in them, so what is kept is never old. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** The page of this version may come with another policy, when sites are added: that does not make a new version. */
async function renewPolicy(): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    const [kept, now] = [await cache.match(PAGE), await fetch(PAGE)];
    if (kept && now.ok && (await kept.text()) === (await now.clone().text())) await cache.put(PAGE, now);
  } catch {
    // Without a network the old one serves.
  }
}
