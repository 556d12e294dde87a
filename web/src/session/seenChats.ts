/*
 * The first chats of the list as they were last shown, on this device: reading thousands of chats takes seconds, and so
 * a start shows these before.
 */

/** What a line of the list of chats says. */
export interface ChatLine {
  id: string;
  name: string;
  /** Its photo, as Matrix names it (mxc://…). */
  picture: string | undefined;
  invitation: boolean;
  lastLine: string;
  lastMillis: number;
  unread: number;
  pinned: boolean;
  muted: boolean;
  members: number;
}

const KEPT_AS = "bongsu.seen-chats";

/** More than any screen shows at once. */
export const SEEN_MAX = 50;
/** Changes within this time are written once. */
const TOGETHER_MILLIS = 1_000;

let latest: readonly ChatLine[] = [];
let timer: number | undefined;

export function seenChats(): ChatLine[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]") as unknown;
    return Array.isArray(kept) ? (kept as ChatLine[]) : [];
  } catch {
    return [];
  }
}

/** @param lines at most SEEN_MAX, from the beginning of the list; of encrypted chats, without what was said */
export function keepSeenChats(lines: readonly ChatLine[]): void {
  latest = lines;
  timer ??= window.setTimeout(() => {
    timer = undefined;
    try {
      localStorage.setItem(KEPT_AS, JSON.stringify(latest));
    } catch (e) {
      console.warn("the list is not kept", e);
    }
  }, TOGETHER_MILLIS);
}

export function forgetSeenChats(): void {
  window.clearTimeout(timer);
  timer = undefined;
  localStorage.removeItem(KEPT_AS);
}
