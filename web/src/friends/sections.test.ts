import { expect, test } from "vitest";
import { inNameOrder } from "../people/hangul.ts";
import { foundBy, sectionsOf } from "./sections.ts";
import type { Friend } from "./useFriends.ts";

const friend = (name: string, id = `@${name}:example.org`): Friend => ({
  id,
  name,
  picture: undefined,
  favourite: false,
  waiting: false,
  phone: undefined,
  email: undefined,
});

test("friends stand from ㄱ to ㅎ, then from A to Z, then the others", () => {
  const names = ["Zoe", "하늘", "3반", "김수", "alex", "까치", "Ärni", "강", "山田"].sort(inNameOrder);
  const sections = sectionsOf(names.map((name) => friend(name)));
  expect(sections.map(({ heading, friends }) => [heading, ...friends.map(({ name }) => name)])).toEqual([
    ["ㄱ", "강", "김수", "까치"],
    ["ㅎ", "하늘"],
    ["A", "alex", "Ärni"],
    ["Z", "Zoe"],
    ["#", "3반", "山田"],
  ]);
});

test("a friend is found by initial consonants and by their id", () => {
  const friends = [friend("김수", "@soo:example.org"), friend("강산", "@mount:example.org")];
  expect(foundBy(friends, "ㄱㅅ").map(({ name }) => name)).toEqual(["김수", "강산"]);
  expect(foundBy(friends, "mount").map(({ name }) => name)).toEqual(["강산"]);
  expect(foundBy(friends, "").length).toBe(2);
});
