import { expect, test } from "vitest";
import { toward } from "./particles.ts";

test("로 follows a vowel or ㄹ, and 으로 any other consonant", () => {
  const read = ["여행", "회사", "서울", "3반", "3", "7", "2026", "Book Club", "Seoul", "Family", ""].map((words) =>
    toward(words),
  );
  expect(read).toEqual([
    "여행으로",
    "회사로",
    "서울로",
    "3반으로",
    "3으로",
    "7로",
    "2026으로",
    "Book Club으로",
    "Seoul로",
    "Family로",
    "로",
  ]);
  expect(toward("여행", "“여행”")).toBe("“여행”으로");
});
