import { expect, test } from "vitest";
import { chatPath, joinPath, personPath } from "../links/links.ts";
import { pageAt, pageTemplates, pathOf, type Page } from "./pages.ts";

test("every page is found again at its own address", () => {
  const pages: Page[] = [
    { name: "chats", parts: [] },
    { name: "chats", parts: ["!방/1?:example.org"] },
    { name: "chats", parts: ["!방:example.org", "details"] },
    { name: "friends", parts: [] },
    { name: "friends", parts: ["@minji/kim:example.org"] },
    { name: "more", parts: ["account"] },
    { name: "join", parts: ["!방/1?:example.org"] },
    { name: "sign-in", parts: [] },
    { name: "sign-up", parts: [] },
  ];
  for (const page of pages) expect(pageAt(pathOf(page))).toEqual(page);
});

test("an address that nobody knows, or that is not encoded, shows the chats", () => {
  const chats = { name: "chats", parts: [] };
  expect(pageAt("/")).toEqual(chats);
  expect(pageAt("/nowhere")).toEqual(chats);
  expect(pageAt("/nowhere/!room")).toEqual(chats);
  expect(pageAt("/join/")).toEqual(chats);
  expect(pageAt("/chats/%E0%A4%A")).toEqual(chats);
});

test("links lead to pages of the app, and the former address of the settings still does", () => {
  expect(pageAt(chatPath("!방:example.org", "search"))).toEqual({
    name: "chats",
    parts: ["!방:example.org", "search"],
  });
  expect(pageAt(personPath("@minji:example.org"))).toEqual({ name: "friends", parts: ["@minji:example.org"] });
  expect(pageAt(joinPath("!방:example.org"))).toEqual({ name: "join", parts: ["!방:example.org"] });
  expect(pageAt("/settings")).toEqual({ name: "more", parts: [] });
});

test("the server is told of the addresses of all tabs", () => {
  for (const path of ["/friends", "/friends/{person}", "/chats/{room}/details", "/more/{section}"])
    expect(pageTemplates).toContain(path);
});
