import { expect, test } from "vitest";
import { hasWords, marked } from "./marked.ts";

const shape = (line: string, term: string) =>
  marked(line, term).map(({ words, isHit }) => (isHit ? `<${words}>` : words));

test("every place where a word stands is marked, whatever its case", () => {
  expect(shape("회의록과 회의", "회의")).toEqual(["<회의>", "록과 ", "<회의>"]);
  expect(shape("Tea or tea", "TEA")).toEqual(["<Tea>", " or ", "<tea>"]);
  expect(shape("내일 저녁 회의", "회의 내일")).toEqual(["<내일>", " 저녁 ", "<회의>"]);
});

test("what is sought is words, not a pattern", () => {
  expect(shape("a.c abc (", ".c (")).toEqual(["a", "<.c>", " abc ", "<(>"]);
  expect(shape("없음", "다른")).toEqual(["없음"]);
  expect(shape("없음", "  ")).toEqual(["없음"]);
});

test("a long line begins shortly before its first hit", () => {
  const [before, hit] = shape(`${"가".repeat(100)}회의`, "회의");
  expect(before).toBe(`…${"가".repeat(24)}`);
  expect(hit).toBe("<회의>");
});

test("all words must be there, within others, too", () => {
  expect(hasWords("이번 주 등산은 북한산입니다", "등산")).toBe(true);
  expect(hasWords("이번 주 등산은 북한산입니다", "북한산 등산")).toBe(true);
  expect(hasWords("이번 주 등산은 북한산입니다", "등산 설악산")).toBe(false);
  expect(hasWords("Meeting AT Ten", "at TEN")).toBe(true);
  // Some systems write syllables as separate letters.
  expect(hasWords("등산".normalize("NFD"), "등산")).toBe(true);
  expect(hasWords("등산", "  ")).toBe(false);
});
