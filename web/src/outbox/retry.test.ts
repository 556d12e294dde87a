import { expect, test } from "vitest";
import { retryMillis } from "./retry.ts";

test("what nobody has refused is sent again, at most every few seconds", () => {
  expect(retryMillis({}, 1, 0.5)).toBe(500);
  expect(retryMillis({ httpStatus: 503 }, 3, 0.5)).toBe(2_000);
  expect(retryMillis({}, 1_000, 0.999)).toBeLessThan(5_001);
});

test("a server that wants to be left alone is", () => {
  expect(retryMillis({ httpStatus: 429, retryAfterMillis: 9_000 }, 1, 0)).toBe(9_000);
});

test("what was refused is not sent again by itself", () => {
  for (const httpStatus of [400, 401, 403, 404, 413]) expect(retryMillis({ httpStatus }, 1, 0)).toBe(-1);
});
