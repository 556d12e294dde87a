import { expect, test } from "vitest";
import { all, emojiOf, findEmoji, GROUPS, inTone } from "./emoji.ts";

test("all of Unicode's groups are there, and no parts of emoji", () => {
  expect(all.length).toBeGreaterThan(1_800);
  expect([...new Set(all.map(({ group }) => group))].sort()).toEqual([...GROUPS].sort());
  expect(all[0]?.emoji).toBe("😀");
  for (const part of ["🏻", "🦰", "🇰"]) expect(emojiOf(part)).toBeUndefined();
  expect(emojiOf("🇰🇷")?.names.ko).toContain("대한민국");
});

test("emoji are found in Korean and in English, first those that are called so", () => {
  const found = (sought: string) => findEmoji(sought).map(({ emoji }) => emoji);
  expect(found("하트")).toContain("❤️");
  expect(found("Heart")).toContain("❤️");
  expect(found("고양이")[0]).toMatch(/🐈|🐱|😺/u);
  expect(found("cat face")).toContain("🐱");
  expect(found("대한민국")).toContain("🇰🇷");
  expect(found("🐱")).toEqual(["🐱"]);
  expect(found("  ")).toEqual([]);
  expect(found("없는이모지이름")).toEqual([]);
});

test("hands take a skin tone, and so do both people of a pair; a cat has none", () => {
  const of = (emoji: string, tone: 0 | 1 | 5) => {
    const known = emojiOf(emoji);
    if (!known) throw new Error(`${emoji} is missing`);
    return inTone(known, tone);
  };
  expect(of("👍️", 1)).toBe("👍🏻");
  expect(of("👍️", 5)).toBe("👍🏿");
  expect(of("👍️", 0)).toBe("👍️");
  expect(of("🤝", 5)).toBe("🤝🏿");
  expect(of("🐱", 5)).toBe("🐱");
});
