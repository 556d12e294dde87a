import { expect, test } from "vitest";
import { byMonth } from "./months.ts";

test("months part what was sent, and the same month of another year is another", () => {
  const at = (day: string) => ({ sentMillis: new Date(`${day}T12:00`).getTime(), day });
  const months = byMonth(["2026-11-30", "2026-11-01", "2026-10-31", "2025-10-31"].map(at));
  expect(months.map(({ items }) => items.map(({ day }) => day))).toEqual([
    ["2026-11-30", "2026-11-01"],
    ["2026-10-31"],
    ["2025-10-31"],
  ]);
  expect(byMonth([])).toEqual([]);
});
