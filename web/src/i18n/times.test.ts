import { expect, test } from "vitest";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import { clockTime, listTime, playTime } from "./times.ts";

const at = (text: string) => new Date(text).getTime();

test("times are said as each language says them", () => {
  expect(clockTime("ko", at("2026-11-22T15:27:00"))).toBe("오후 3:27");
  expect(clockTime("en", at("2026-11-22T15:27:00"))).toBe("15:27");
});

test("a list says only as much of a time as is needed", () => {
  const now = at("2026-01-01T09:00:00");
  expect(listTime("ko", ko, at("2026-01-01T00:05:00"), now)).toBe("오전 12:05");
  expect(listTime("ko", ko, at("2025-12-31T23:59:00"), now)).toBe("어제");
  expect(listTime("ko", ko, at("2025-12-30T23:59:00"), now)).toBe("2025. 12. 30.");
  expect(listTime("ko", ko, at("2026-03-02T10:00:00"), at("2026-11-22T09:00:00"))).toBe("3월 2일");
  expect(listTime("en", en, at("2026-03-02T10:00:00"), at("2026-11-22T09:00:00"))).toBe("2 Mar");
});

test("how long something plays", () => {
  expect([400, 7_400, 750_000, 3_723_000].map(playTime)).toEqual(["0:00", "0:07", "12:30", "1:02:03"]);
});
