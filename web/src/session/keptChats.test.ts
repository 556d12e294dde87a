import { ClientEvent, type MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { IndexedDBStore } from "matrix-js-sdk/lib/store/indexeddb.js";
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepChats } from "./keptChats.ts";

const client = new EventEmitter();
/** Ends the saves under way. */
let ends: (() => void)[] = [];
const save = vi.fn(() => new Promise<void>((end) => ends.push(end)));
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  save.mockClear();
  ends = [];
  stop = keepChats(client as unknown as MatrixClient, { save } as unknown as IndexedDBStore);
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const LONG_MILLIS = 60_000;

test("what a sync brings while the chats are being kept is kept, too", async () => {
  client.emit(ClientEvent.Sync);
  client.emit(ClientEvent.Sync);
  await vi.advanceTimersByTimeAsync(LONG_MILLIS);
  expect(save).toHaveBeenCalledTimes(1);
  client.emit(ClientEvent.Sync);
  ends.pop()?.();
  await vi.advanceTimersByTimeAsync(LONG_MILLIS * 60);
  expect(save).toHaveBeenCalledTimes(2);
  ends.pop()?.();
  await vi.advanceTimersByTimeAsync(LONG_MILLIS * 60);
  expect(save).toHaveBeenCalledTimes(2);
});

test("once it has been stopped, nothing is kept any more", async () => {
  client.emit(ClientEvent.Sync);
  await vi.advanceTimersByTimeAsync(LONG_MILLIS);
  client.emit(ClientEvent.Sync);
  stop();
  ends.pop()?.();
  await vi.advanceTimersByTimeAsync(LONG_MILLIS * 60);
  expect(save).toHaveBeenCalledTimes(1);
});
