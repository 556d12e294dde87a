/** A part of a message's text. */
export type Part =
  { kind: "words"; text: string } | { kind: "link"; text: string; address: string } | { kind: "mention"; text: string };

const LINK = /\bhttps?:\/\/[^\s<>"'`]+/gi;

/** What ends a sentence or closes a bracket after an address is no part of it. */
const AFTER_LINK = /[.,;:!?)\]}>”’」』…]+$/u;

/** More links than this in one message stay words. */
const LINKS_MAX = 100;

/**
 * Finds the links and mentions in a text.
 *
 * @param names of the people whom the message mentions, as they are written after an @
 */
export function partsOf(text: string, names: readonly string[]): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of [...text.matchAll(LINK)].slice(0, LINKS_MAX)) {
    const shown = withoutTail(match[0]);
    const address = addressOf(shown);
    if (address === undefined) continue;
    parts.push(...mentionsIn(text.slice(from, match.index), names), { kind: "link", text: shown, address });
    from = match.index + shown.length;
  }
  return [...parts, ...mentionsIn(text.slice(from), names)];
}

/** A closing bracket stays where the address itself opens one, as in an encyclopedia's. */
function withoutTail(link: string): string {
  const tail = AFTER_LINK.exec(link)?.[0] ?? "";
  const bare = link.slice(0, link.length - tail.length);
  return tail.startsWith(")") && bare.includes("(") ? `${bare})` : bare;
}

function addressOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : undefined;
}

function mentionsIn(text: string, names: readonly string[]): Part[] {
  const parts: Part[] = [];
  // Longer names first: of 민지 and 민지수, the one that is meant is the longer.
  const sought = names.map((name) => `@${name}`).sort((a, b) => b.length - a.length);
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (at < from) continue;
    const found = sought.find((name) => text.startsWith(name, at));
    if (found === undefined) continue;
    if (at > from) parts.push({ kind: "words", text: text.slice(from, at) });
    parts.push({ kind: "mention", text: found });
    from = at + found.length;
  }
  if (from < text.length) parts.push({ kind: "words", text: text.slice(from) });
  return parts;
}
