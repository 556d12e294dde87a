/** The addresses that show the app, as the server must know them; a part in braces stands for anything. */
export const pageTemplates = [
  "/",
  "/chats",
  "/chats/{room}",
  "/chats/{room}/details",
  "/chats/{room}/search",
  "/settings",
  "/sign-in",
  "/sign-up",
];

/** What stands beside an open chat. */
export type Side = "details" | "search";

/** What an address shows. */
export type Page =
  | { name: "chats"; roomId: string | undefined; side?: Side }
  | { name: "settings" }
  | { name: "sign-in" }
  | { name: "sign-up" };

/** Reads an address; what is not known shows the chats. */
export function pageAt(path: string): Page {
  const [first, second, third] = path.split("/").slice(1).map(decoded);
  switch (first) {
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
