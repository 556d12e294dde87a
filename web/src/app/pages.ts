import { tabs, type TabName } from "./tabs.ts";

/** Pages outside of the tabs. */
const others = ["join", "sign-in", "sign-up"] as const;

/** What an address shows: a tab or another page, and what the address says after its name. */
export interface Page {
  name: TabName | (typeof others)[number];
  parts: readonly string[];
}

/** The settings had an address of their own before they came to `more`. */
const FORMER_SETTINGS = "settings";

/** The addresses that show the app, as the server must know them; a part in braces stands for anything. */
export const pageTemplates = [
  "/",
  ...tabs.flatMap(({ name, paths }) => paths.map((path) => `/${name}${path}`)),
  "/join/{room}",
  `/${FORMER_SETTINGS}`,
  "/sign-in",
  "/sign-up",
];

const names = new Set<string>([...tabs.map(({ name }) => name), ...others]);

/** Reads an address; what is not known shows the chats. */
export function pageAt(path: string): Page {
  const [first = "", ...rest] = path.split("/").slice(1).map(decoded);
  const end = rest.indexOf("");
  const parts = end < 0 ? rest : rest.slice(0, end);
  if (first === FORMER_SETTINGS) return { name: "more", parts: [] };
  if (!names.has(first) || (first === "join" && parts.length === 0)) return { name: "chats", parts: [] };
  return { name: first as Page["name"], parts };
}

export function pathOf({ name, parts }: Page): string {
  return `/${[name, ...parts.map(encodeURIComponent)].join("/")}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
