import { joinPath, personPath } from "../links/links.ts";

/** The addresses that show the app, as the server must know them; a part in braces stands for anything. */
export const pageTemplates = [
  "/",
  "/chats",
  "/chats/{room}",
  "/chats/{room}/details",
  "/chats/{room}/search",
  "/friends",
  "/friends/{person}",
  "/join/{room}",
  "/settings",
  "/sign-in",
  "/sign-up",
];

/** What stands beside an open chat. */
export type Side = "details" | "search";

/** What an address shows. */
export type Page =
  | { name: "chats"; roomId: string | undefined; side?: Side }
  | { name: "friends"; userId: string | undefined }
  | { name: "join"; roomId: string }
  | { name: "settings" }
  | { name: "sign-in" }
  | { name: "sign-up" };

/** Reads an address; what is not known shows the chats. */
export function pageAt(path: string): Page {
  const [first, second, third] = path.split("/").slice(1).map(decoded);
  switch (first) {
    case "friends":
      return { name: "friends", userId: second === "" ? undefined : second };
    case "join":
      return second === undefined || second === "" ? pageAt("/chats") : { name: "join", roomId: second };
    case "settings":
    case "sign-in":
    case "sign-up":
      return { name: first };
    default:
      if (second === undefined || second === "") return { name: "chats", roomId: undefined };
      return { name: "chats", roomId: second, ...((third === "details" || third === "search") && { side: third }) };
  }
}

export function pathOf(page: Page): string {
  if (page.name === "friends" && page.userId !== undefined) return personPath(page.userId);
  if (page.name === "join") return joinPath(page.roomId);
  if (page.name !== "chats" || page.roomId === undefined) return `/${page.name}`;
  return `/chats/${encodeURIComponent(page.roomId)}${page.side === undefined ? "" : `/${page.side}`}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
