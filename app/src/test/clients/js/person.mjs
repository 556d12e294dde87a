// A person with an account, and the devices on which that person runs matrix-js-sdk.

import "./polyfill.mjs";
import "fake-indexeddb/auto";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { onFailure, until, within } from "./steps.mjs";

const sdk = await import("matrix-js-sdk");
const { logger } = await import("matrix-js-sdk/lib/logger.js");
// What a part of the SDK logs without being given a logger would stand between the steps.
logger.methodFactory = () => () => undefined;
logger.rebuild();

const KEPT_LINES = 15;
const ATTEMPTS = 5;

/** What one device last asked and last logged: printed when a step fails. */
class Trace {
  constructor(name) {
    this.requests = [];
    this.lines = [];
    onFailure(() => [`-- ${name}, last requests and warnings:`, ...this.requests, ...this.lines]);
  }

  request(line) {
    const idle = /^GET \/_matrix\/client\/v3\/sync.* -> 200$/;
    if (idle.test(line) && idle.test(this.requests.at(-1))) this.requests.pop();
    this.requests.push(line);
    if (this.requests.length > KEPT_LINES) this.requests.shift();
  }

  fetch = async (url, options = {}) => {
    const target = `${options.method ?? "GET"} ${decodeURIComponent(String(url)).replace(/^https?:\/\/[^/]+/, "")}`;
    const response = await fetch(url, options);
    const reason = response.status >= 400 ? ` ${(await response.clone().text()).slice(0, 200)}` : "";
    this.request(`${target.slice(0, 200)} -> ${response.status}${reason}`);
    return response;
  };

  logger() {
    const keep = (...parts) => {
      const line = parts.map(String).join(" ").replace(/\s*\n\s*/g, " / ").slice(0, 250);
      if (line === this.lines.at(-1)) return;
      this.lines.push(line);
      if (this.lines.length > KEPT_LINES) this.lines.shift();
    };
    const quiet = () => undefined;
    const own = { trace: quiet, debug: quiet, info: quiet, warn: keep, error: keep };
    return { ...own, getChild: () => this.logger() };
  }
}

/** One device: a running matrix-js-sdk client. `warnings` are the last lines that it logged as such. */
export class Device {
  constructor(person, credentials, cryptoCallbacks) {
    this.person = person;
    this.id = credentials.device_id;
    const trace = new Trace(`${person.displayName} on ${this.id}`);
    this.warnings = trace.lines;
    this.client = sdk.createClient({
      baseUrl: person.url,
      userId: credentials.user_id,
      deviceId: credentials.device_id,
      accessToken: credentials.access_token,
      fetchFn: trace.fetch,
      logger: trace.logger(),
      cryptoCallbacks,
      timelineSupport: true,
    });
  }

  get crypto() {
    return this.client.getCrypto();
  }

  /** Keys live in their own (in-memory) IndexedDB, as they do in a browser. */
  async encrypt() {
    await this.client.initRustCrypto({ cryptoDatabasePrefix: `${this.person.userId}/${this.id}` });
  }

  async start(options = {}) {
    await this.client.startClient({
      initialSyncLimit: 20,
      pollTimeout: 20_000,
      threadSupport: true,
      lazyLoadMembers: true,
      pendingEventOrdering: sdk.PendingEventOrdering.Detached,
      ...options,
    });
    const ready = () => this.client.isInitialSyncComplete() && this.client.getSyncState() === "SYNCING";
    await until("first sync", ready, 20);
  }

  stop() {
    this.client.stopClient();
  }

  room(roomId) {
    return this.client.getRoom(roomId);
  }

  /** The event as this device has it from sync, in the main timeline or a thread. */
  event(roomId, eventId, seconds = 15) {
    return until(`event ${eventId} arrives`, () => this.room(roomId)?.findEventById(eventId), seconds);
  }

  async joined(roomId) {
    await until(`room ${roomId} appears joined`, () => this.room(roomId)?.getMyMembership() === "join");
    return this.room(roomId);
  }

  async invited(roomId) {
    await until(`invite to ${roomId} arrives`, () => this.room(roomId)?.getMyMembership() === "invite");
    return this.room(roomId);
  }

  async say(roomId, body, extra = {}) {
    const { event_id: eventId } = await this.client.sendMessage(roomId, { msgtype: "m.text", body, ...extra });
    return eventId;
  }

  /** Loads older pages through the SDK until the room's beginning. */
  async loadWholeHistory(room, pages = 50) {
    for (let page = 0; page < pages; page += 1) {
      if (room.getLiveTimeline().getPaginationToken(sdk.Direction.Backward) === null) return;
      await within("an older page", this.client.scrollback(room, 20));
    }
    throw new Error(`more than ${pages} pages of history`);
  }

  /** A request of the client-server API that the SDK has no method for; returns the fetch response. */
  fetch(path, options = {}, token = this.client.getAccessToken()) {
    const headers = { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...options.headers };
    const signal = AbortSignal.timeout(15_000);
    return fetch(new URL(path, this.person.url), { ...options, headers, signal });
  }
}

/** Asks again when the server says that there were too many requests, as often as `ATTEMPTS`. */
async function patiently(ask) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (error.errcode !== "M_LIMIT_EXCEEDED" || attempt === ATTEMPTS) throw error;
      await pause(error.data.retry_after_ms ?? 1000);
    }
  }
}

/** An account. */
export class Person {
  constructor(url, username, displayName) {
    this.url = url;
    this.username = username;
    this.displayName = displayName;
    this.password = `비밀-${randomUUID()}`;
  }

  visitor() {
    const trace = new Trace(`${this.displayName}, not logged in`);
    return sdk.createClient({ baseUrl: this.url, fetchFn: trace.fetch, logger: trace.logger() });
  }

  /** Registers through user-interactive authentication, as Element does. */
  async register(deviceName) {
    const visitor = this.visitor();
    const body = {
      username: this.username,
      password: this.password,
      initial_device_display_name: deviceName,
    };
    let credentials;
    try {
      credentials = await patiently(() => visitor.registerRequest(body));
    } catch (error) {
      if (error.httpStatus !== 401) throw error;
      const offered = error.data.flows.some((flow) => flow.stages.join() === "m.login.dummy");
      if (!offered) throw new Error(`no m.login.dummy among ${JSON.stringify(error.data.flows)}`);
      const auth = { type: "m.login.dummy", session: error.data.session };
      credentials = await patiently(() => visitor.registerRequest({ ...body, auth }));
    }
    this.userId = credentials.user_id;
    return credentials;
  }

  async login(deviceName) {
    const visitor = this.visitor();
    return await patiently(() =>
      visitor.loginRequest({
        type: "m.login.password",
        identifier: { type: "m.id.user", user: this.username },
        password: this.password,
        initial_device_display_name: deviceName,
      }),
    );
  }

  /** Answers user-interactive authentication with the password. */
  authorise = async (makeRequest) => {
    try {
      return await makeRequest(null);
    } catch (error) {
      if (error.httpStatus !== 401 || !error.data?.flows) throw error;
      return await makeRequest({
        type: "m.login.password",
        identifier: { type: "m.id.user", user: this.userId },
        password: this.password,
        session: error.data.session,
      });
    }
  };
}

export { sdk };
