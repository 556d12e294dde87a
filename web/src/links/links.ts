/*
 * Links to people and to chats: what somebody sends, prints or shows as a QR code so that others find them here.
 */

/** What a link leads to. */
export type Target = { kind: "person"; userId: string } | { kind: "chat"; roomId: string };

/** Longer ones are not looked at. */
const LINK_CHARS_MAX = 2_000;

/** What stands beside an open chat. */
export type Side = "details" | "search" | "drawer";

/** The address, within the app, of a chat, or of the list of chats. */
export function chatPath(roomId?: string, side?: Side): string {
  if (roomId === undefined) return "/chats";
  return `/chats/${encodeURIComponent(roomId)}${side === undefined ? "" : `/${side}`}`;
}

/** The address, within the app, at which one changes one's own name and photo. */
export const accountPath = "/more/account";

/** The address, within the app, of a person's page. */
export function personPath(userId: string): string {
  return `/friends/${encodeURIComponent(userId)}`;
}

/** The address, within the app, at which one asks to be let into a chat. */
export function joinPath(roomId: string): string {
  return `/join/${encodeURIComponent(roomId)}`;
}

/** The address, within the app, that a link leads to. */
export function pathTo(target: Target): string {
  return target.kind === "person" ? personPath(target.userId) : joinPath(target.roomId);
}

/**
 * Reads a link that somebody has typed, pasted or scanned: of this or another Bongsu, of matrix.to, or in Matrix's own
 * form (matrix:u/minji:example.org). Nothing where it is none of these.
 */
export function readLink(typed: string): Target | undefined {
  const text = typed.trim();
  if (text.length > LINK_CHARS_MAX) return undefined;
  try {
    const url = new URL(text);
    if (url.protocol === "matrix:") return ofMatrix(url.pathname);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    if (url.hostname === "matrix.to") return target(part(url.hash.replace(/^#\//, "")));
    const [first, second, third] = url.pathname.split("/").slice(1);
    if (third !== undefined && third !== "") return undefined;
    const named = target(part(second ?? ""));
    const fits = first === (named?.kind === "person" ? "friends" : "join");
    return fits ? named : undefined;
  } catch {
    return undefined;
  }
}

/** matrix:u/… is a person, matrix:roomid/… and matrix:r/… are chats. */
function ofMatrix(path: string): Target | undefined {
  const [type, id] = path.split("/");
  const sigils: Record<string, string> = { u: "@", roomid: "!", r: "#" };
  const sigil = sigils[type ?? ""];
  return sigil !== undefined && id !== undefined ? target(sigil + decodeURIComponent(id)) : undefined;
}

/** The first part of an address, without what stands behind it. */
function part(encoded: string): string {
  return decodeURIComponent(encoded.split(/[/?]/)[0] ?? "");
}

function target(id: string): Target | undefined {
  if (/^@[^\s:]+:\S+$/.test(id)) return { kind: "person", userId: id };
  return /^[!#]\S+$/.test(id) ? { kind: "chat", roomId: id } : undefined;
}
