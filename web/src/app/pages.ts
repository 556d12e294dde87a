/** The addresses that show the app, as the server must know them; a part in braces stands for anything. */
export const pageTemplates = ["/", "/chats", "/chats/{room}", "/settings", "/sign-in", "/sign-up"];

/** What an address shows. */
export type Page =
  { name: "chats"; roomId: string | undefined } | { name: "settings" } | { name: "sign-in" } | { name: "sign-up" };

/** Reads an address; what is not known shows the chats. */
export function pageAt(path: string): Page {
  const [first, second] = path.split("/").slice(1).map(decoded);
  switch (first) {
    case "settings":
    case "sign-in":
    case "sign-up":
      return { name: first };
    default:
      return { name: "chats", roomId: second === undefined || second === "" ? undefined : second };
  }
}

export function pathOf(page: Page): string {
  return page.name === "chats" && page.roomId !== undefined
    ? `/chats/${encodeURIComponent(page.roomId)}`
    : `/${page.name}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
