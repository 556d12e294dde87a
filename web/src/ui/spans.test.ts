import { expect, test } from "vitest";
import { Heights, placeAt, spanAround } from "./spans.ts";

const keys = Array.from({ length: 1_000 }, (_, n) => `${n}`);

test("rows are drawn around the view and no others, and all of the room is accounted for", () => {
  const span = spanAround(keys, new Heights(50), 500, 400, 200);
  expect(span).toEqual({ from: 496, to: 512, abovePixels: 496 * 50, belowPixels: 488 * 50 });
});

test("at the end and at the beginning there is nothing behind", () => {
  expect(spanAround(keys, new Heights(50), keys.length, 400, 200)).toMatchObject({
    from: 988,
    to: 1000,
    belowPixels: 0,
  });
  expect(spanAround(keys, new Heights(50), 0, 400, 200)).toMatchObject({ from: 0, to: 12, abovePixels: 0 });
  expect(spanAround([], new Heights(50), 0, 400, 200)).toEqual({ from: 0, to: 0, abovePixels: 0, belowPixels: 0 });
});

test("rows that are not measured are taken to be as high as the others are on average", () => {
  const heights = new Heights(50);
  heights.set("0", 100);
  heights.set("1", 300);
  expect(heights.of("2")).toBe(200);
  heights.set("1", 100);
  expect(heights.of("2")).toBe(100);
  expect(placeAt(keys, heights, 250)).toBe(2);
  expect(placeAt(keys, heights, 1e9)).toBe(999);
});
