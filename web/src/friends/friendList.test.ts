import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { expect, test } from "vitest";
import { changeFriend, emailIn, FRIENDS, friendsIn, phoneIn } from "./friendList.ts";

test("what does not look like a list of friends is none", () => {
  for (const content of [undefined, null, 7, {}, { friends: "all" }, { friends: null }]) {
    expect(friendsIn(content).size).toBe(0);
  }
  const odd = {
    friends: { "@a:b": null, "@c:d": { name: 5, favourite: "yes", phone: "javascript:1" }, "!room:b": {} },
  };
  expect([...friendsIn(odd)]).toEqual([
    ["@a:b", {}],
    ["@c:d", {}],
  ]);
});

test("phone numbers and mail addresses are as people write them", () => {
  expect(phoneIn(" +82 10-1234-5678 ")).toBe("+82 10-1234-5678");
  expect(phoneIn("112")).toBe("112");
  for (const wrong of ["", "12", "전화", "010-1234-5678;ext=1", "()()()", undefined])
    expect(phoneIn(wrong)).toBeUndefined();
  expect(emailIn(" minji@example.org ")).toBe("minji@example.org");
  for (const wrong of ["minji", "a@b", "a@b.c?cc=d@e.f", "a@b.c,d@e.f", 5]) expect(emailIn(wrong)).toBeUndefined();
});

test("changes that come together are all kept", async () => {
  let stored: unknown = { friends: { "@a:b": { phone: "112" } } };
  const client = {
    getAccountData: () => ({ getContent: () => stored }),
    setAccountData: async (type: string, content: unknown) => {
      expect(type).toBe(FRIENDS);
      await Promise.resolve();
      stored = content;
    },
  } as unknown as MatrixClient;
  await Promise.all([
    changeFriend(client, "@a:b", (kept) => ({ ...kept, favourite: true })),
    changeFriend(client, "@c:d", (kept) => ({ ...kept, name: "김민지" })),
    changeFriend(client, "@a:b", (kept) => ({ ...kept, email: "a@example.org" })),
  ]);
  expect(stored).toEqual({
    friends: { "@a:b": { favourite: true, phone: "112", email: "a@example.org" }, "@c:d": { name: "김민지" } },
  });
});

test("a change that fails holds up none after it", async () => {
  let fail = true;
  const client = {
    getAccountData: () => undefined,
    setAccountData: () => (fail ? Promise.reject(new Error("no answer")) : Promise.resolve({})),
  } as unknown as MatrixClient;
  await expect(changeFriend(client, "@a:b", (kept) => kept)).rejects.toThrow("no answer");
  fail = false;
  await expect(changeFriend(client, "@a:b", (kept) => kept)).resolves.toBeUndefined();
});
