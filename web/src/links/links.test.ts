import { expect, test } from "vitest";
import { joinPath, personPath, readLink } from "./links.ts";

test("one's own links are read again", () => {
  const userId = "@minji/kim:example.org:8448";
  expect(readLink(`https://chat.example.org${personPath(userId)}`)).toEqual({ kind: "person", userId });
  const roomId = "!방/1?:example.org";
  expect(readLink(` http://127.0.0.1:8008${joinPath(roomId)} `)).toEqual({ kind: "chat", roomId });
});

test("links of other clients are read", () => {
  const minji = { kind: "person", userId: "@minji:example.org" };
  expect(readLink("https://matrix.to/#/@minji:example.org")).toEqual(minji);
  expect(readLink("https://matrix.to/#/%40minji%3Aexample.org?via=x")).toEqual(minji);
  expect(readLink("matrix:u/minji:example.org?action=chat")).toEqual(minji);
  expect(readLink("matrix:roomid/abc:example.org?via=x")).toEqual({ kind: "chat", roomId: "!abc:example.org" });
  expect(readLink("matrix:r/hiking:example.org")).toEqual({ kind: "chat", roomId: "#hiking:example.org" });
});

test("what leads nowhere is no link", () => {
  for (const typed of [
    "",
    "minji",
    "@minji:example.org",
    "javascript:alert(1)",
    "https://example.org/",
    "https://example.org/friends/",
    "https://example.org/friends/!room:example.org",
    "https://example.org/friends/@a:b/c",
    "https://example.org/join/@minji:example.org",
    "https://example.org/friends/%E0%A4%A",
    "https://matrix.to/#/$event",
    "matrix:e/abc",
    `https://example.org/friends/@${"a".repeat(3_000)}:b`,
  ]) {
    expect(readLink(typed), typed).toBeUndefined();
  }
});
