import { expect, test } from "vitest";
import { roleOf, rolesToGive } from "./roles.ts";

test("a level is the highest role that it reaches", () => {
  expect([Infinity, 100, 99, 50, 49, 0, -1].map(roleOf)).toEqual([
    "owner",
    "owner",
    "moderator",
    "moderator",
    "member",
    "member",
    "member",
  ]);
});

test("nobody raises others above themselves, or changes an equal", () => {
  expect(rolesToGive(100, 0, 100)).toEqual(["owner", "moderator", "member"]);
  expect(rolesToGive(50, 0, 50)).toEqual(["moderator", "member"]);
  expect(rolesToGive(50, 0, 100)).toEqual([]);
  expect(rolesToGive(100, 100, 100)).toEqual([]);
});
