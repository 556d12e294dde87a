import { expect, test } from "vitest";
import { handleOf } from "./handle.ts";

test("an id is shown without one's own server, and with another", () => {
  expect(handleOf("@minji:example.org:8448", "@junho:example.org:8448")).toBe("@minji");
  expect(handleOf("@minji:elsewhere.org", "@junho:example.org")).toBe("@minji:elsewhere.org");
  expect(handleOf("minji", "@junho:example.org")).toBe("minji");
});
