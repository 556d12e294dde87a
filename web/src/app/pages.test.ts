import { expect, test } from "vitest";
import { pageAt, pathOf, type Page } from "./pages.ts";

test("every page is found again at its own address", () => {
  const pages: Page[] = [
    { name: "chats", roomId: undefined },
    { name: "chats", roomId: "!방/1?:example.org" },
    { name: "chats", roomId: "!방:example.org", side: "details" },
    { name: "chats", roomId: "!방:example.org", side: "search" },
    { name: "friends", userId: undefined },
    { name: "friends", userId: "@minji/kim:example.org" },
    { name: "join", roomId: "!방/1?:example.org" },
    { name: "settings" },
    { name: "sign-in" },
    { name: "sign-up" },
  ];
  for (const page of pages) expect(pageAt(pathOf(page))).toEqual(page);
});

test("an address that nobody knows, or that is not encoded, shows the chats", () => {
  const chats = { name: "chats", roomId: undefined };
  expect(pageAt("/")).toEqual(chats);
  expect(pageAt("/nowhere")).toEqual(chats);
  expect(pageAt("/join/")).toEqual(chats);
  expect(pageAt("/chats/%E0%A4%A")).toEqual(chats);
});
