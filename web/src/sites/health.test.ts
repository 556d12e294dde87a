import { expect, test } from "vitest";
import { hasSpokenName, healthOf } from "./health.ts";

const site = { name: "서울", url: "https://seoul.example.org" };

/** A clock that the answer moves. */
function asked(takesMillis: number, answer: () => Promise<Response>) {
  let now = 0;
  const ask = (address: string) => {
    expect(address).toBe("https://seoul.example.org/_matrix/client/versions");
    now += takesMillis;
    return answer();
  };
  return healthOf(site, ask, () => now);
}

test("a site is normal, slow or down by how it answers", async () => {
  const there = () => Promise.resolve(new Response("{}"));
  expect(await asked(200, there)).toBe("normal");
  expect(await asked(1_500, there)).toBe("slow");
  expect(await asked(10, () => Promise.resolve(new Response("", { status: 503 })))).toBe("down");
  expect(await asked(10, () => Promise.reject(new TypeError("refused")))).toBe("down");
});

test("an address is no name that people know", () => {
  expect(hasSpokenName(site)).toBe(true);
  for (const name of ["127.0.0.1:18777", "chat.example.org", "localhost"])
    expect(hasSpokenName({ name, url: "" })).toBe(false);
});
