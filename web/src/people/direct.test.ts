import { expect, test } from "vitest";
import { typedUserId } from "./direct.ts";

test("a name alone is somebody of one's own server", () => {
  expect(typedUserId(" Minji ", "@me:example.org:8448")).toBe("@minji:example.org:8448");
  expect(typedUserId("@jun:other.org", "@me:example.org")).toBe("@jun:other.org");
});

test("what cannot be an id is none", () => {
  for (const typed of ["", "김 민지", "@minji", "a b", "minji:example.org"]) {
    expect(typedUserId(typed, "@me:example.org")).toBeUndefined();
  }
});
