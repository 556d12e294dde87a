import { expect, test } from "vitest";
import { BARS, evenly, recordingProblem } from "./recorder.ts";

test("a recording of any length has the same number of bars, each as loud as its part", () => {
  expect(evenly([])).toEqual(Array(BARS).fill(0));
  expect(evenly([0.5])).toEqual(Array(BARS).fill(0.5));
  const rising = Array.from({ length: BARS * 10 }, (_, n) => n / (BARS * 10));
  const bars = evenly(rising);
  expect(bars.length).toBe(BARS);
  expect(bars).toEqual([...bars].sort((a, b) => a - b));
  expect(bars.at(-1)).toBe(rising.at(-1));
});

test("why there is no recording is said as far as the browser tells", () => {
  const because = (name: string) => recordingProblem(new DOMException("", name));
  expect([because("NotAllowedError"), because("NotFoundError"), because("AbortError")]).toEqual([
    "denied",
    "none",
    "failed",
  ]);
  expect(recordingProblem(new Error("?"))).toBe("failed");
});
