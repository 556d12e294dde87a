import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PAUSE_MILLIS, TRIES_MAX, Unreadable } from "./unreadable.ts";

/** A message whose key comes with the so manieth try; each try is told, as the SDK does. */
function message(readAtTry: number, told: (event: MatrixEvent) => void) {
  let tries = 1;
  const event = {
    getId: () => "$message",
    isRedacted: () => false,
    isDecryptionFailure: () => tries < readAtTry,
    attemptDecryption: () => {
      tries++;
      told(event as unknown as MatrixEvent);
      return Promise.resolve();
    },
  };
  return { event: event as unknown as MatrixEvent, tries: () => tries };
}

let unreadable: Unreadable;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  unreadable = new Unreadable({} as CryptoApi);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a message whose key comes later is read then, and not tried again", () => {
  const { event, tries } = message(3, (one) => unreadable.tried(one));
  unreadable.tried(event);
  vi.advanceTimersByTime(PAUSE_MILLIS);
  expect(tries()).toBe(2);
  vi.advanceTimersByTime(2 * PAUSE_MILLIS);
  expect(tries()).toBe(3);
  vi.advanceTimersByTime(1_000 * PAUSE_MILLIS);
  expect(tries()).toBe(3);
});

test("a message whose key never comes is given up after some tries", () => {
  const { event, tries } = message(Infinity, (one) => unreadable.tried(one));
  unreadable.tried(event);
  vi.advanceTimersByTime(1_000 * PAUSE_MILLIS);
  expect(tries()).toBe(1 + TRIES_MAX);
});

test("nothing is tried after the end", () => {
  const { event, tries } = message(Infinity, (one) => unreadable.tried(one));
  unreadable.tried(event);
  unreadable.stop();
  vi.advanceTimersByTime(1_000 * PAUSE_MILLIS);
  expect(tries()).toBe(1);
});
