import { expect, test } from "vitest";
import { HIDDEN_MAX, idsIn } from "./hidden.ts";

test("what does not look like a list of hidden messages hides nothing, and a longer one is cut", () => {
  for (const content of [undefined, null, 7, {}, { events: "all" }, { events: { "0": "$a" } }]) {
    expect(idsIn(content).size).toBe(0);
  }
  expect([...idsIn({ events: ["$a", null, 5, "$b"] })]).toEqual(["$a", "$b"]);
  const many = Array.from({ length: HIDDEN_MAX + 5 }, (_, place) => `$${place}`);
  expect(idsIn({ events: many }).size).toBe(HIDDEN_MAX);
});
