import { expect, test } from "vitest";
import { moved, WHOLE, zoomedAt } from "./zoom.ts";

const frame = { width: 400, height: 300 };

test("what is under the pointer stays there while the picture grows and shrinks", () => {
  const at = { x: 100, y: -50 };
  const once = zoomedAt(WHOLE, 2, at, frame);
  expect(once).toEqual({ scale: 2, x: -100, y: 50 });
  // The same spot of the picture, before and after another step.
  const spot = (zoom: typeof once) => ({ x: (at.x - zoom.x) / zoom.scale, y: (at.y - zoom.y) / zoom.scale });
  const twice = zoomedAt(once, 1.5, at, frame);
  expect(spot(twice).x).toBeCloseTo(spot(once).x);
  expect(spot(twice).y).toBeCloseTo(spot(once).y);
});

test("a picture is never smaller than whole, and its edges stay outside of the frame", () => {
  expect(zoomedAt(WHOLE, 0.5, { x: 0, y: 0 }, frame)).toEqual(WHOLE);
  expect(zoomedAt(WHOLE, 100, { x: 0, y: 0 }, frame).scale).toBe(8);
  expect(moved(WHOLE, 50, 50, frame)).toEqual(WHOLE);
  expect(moved({ scale: 2, x: 0, y: 0 }, 1_000, -1_000, frame)).toEqual({ scale: 2, x: 200, y: -150 });
});
