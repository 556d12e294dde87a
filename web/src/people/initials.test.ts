import { expect, test } from "vitest";
import { hueOf, initials } from "./initials.ts";

test("Korean names are called by the given name, others by the first letter", () => {
  expect(initials("김민지")).toBe("민지");
  expect(initials("남궁민수")).toBe("민수");
  expect(initials("이준")).toBe("이");
  expect(initials("jisoo")).toBe("J");
  expect(initials("@jisoo:example.org")).toBe("J");
  expect(initials("👩‍👧 가족")).toBe("👩‍👧");
  expect(initials("  ")).toBe("?");
});

test("a colour is of the circle, and stays", () => {
  expect(hueOf("@a:b")).toBe(hueOf("@a:b"));
  expect(hueOf("@민지:b")).toBeGreaterThanOrEqual(0);
  expect(hueOf("@민지:b")).toBeLessThan(360);
});
