import { isSameDay } from "../i18n/times.ts";

/** What a row needs to know of an event to be put in order. */
export interface Entry {
  /** Stays the same from the first local echo on. */
  key: string;
  /** As the server names it. */
  eventId?: string | undefined;
  kind: "message" | "notice";
  sender: string;
  sentMillis: number;
  /** A photo that may stand in a grid with others. */
  inGrid?: boolean;
  /** The first that one has not read: a line stands above it. */
  isFirstUnread?: boolean;
}

/** Of the line above what one has not read: there is only one. */
export const UNREAD_KEY = "unread";

export type Row<E extends Entry> =
  | { kind: "day"; key: string; millis: number }
  | { kind: "unread"; key: typeof UNREAD_KEY }
  | { kind: "notice"; key: string; entries: E[] }
  | {
      kind: "message";
      key: string;
      entry: E;
      /** Photos by the same person right after this one, with which it makes a grid. */
      more: E[];
      /** The first of several by one person: has the face and the name. */
      starts: boolean;
      /** The last of several by one person within a minute: has the time. */
      ends: boolean;
    };

/** Puts day separators between entries; neighbours by one person within one minute, and notices, come together. */
export function rowsOf<E extends Entry>(entries: readonly E[]): Row<E>[] {
  const rows: Row<E>[] = [];
  entries.forEach((entry, place) => {
    const before = entries[place - 1];
    if (!before || !isSameDay(before.sentMillis, entry.sentMillis)) {
      rows.push({ kind: "day", key: `day ${entry.key}`, millis: entry.sentMillis });
    }
    if (entry.isFirstUnread) rows.push({ kind: "unread", key: UNREAD_KEY });
    if (entry.kind === "notice") {
      const last = rows.at(-1);
      if (last?.kind === "notice") last.entries.push(entry);
      else rows.push({ kind: "notice", key: entry.key, entries: [entry] });
      return;
    }
    const after = entries[place + 1];
    const ends = !after || !together(entry, after);
    const last = rows.at(-1);
    if (last?.kind === "message" && before && last.more.length < GRID_MAX - 1 && makeGrid(before, entry)) {
      last.more.push(entry);
      last.ends = ends;
      return;
    }
    rows.push({
      kind: "message",
      key: entry.key,
      entry,
      starts: !before || !together(before, entry),
      more: [],
      ends,
    });
  });
  return rows;
}

/** So many photos make one grid; then another begins. */
const GRID_MAX = 12;

function makeGrid(a: Entry, b: Entry): boolean {
  return together(a, b) && a.inGrid === true && b.inGrid === true;
}

function together(a: Entry, b: Entry): boolean {
  const minute = (entry: Entry) => Math.floor(entry.sentMillis / 60_000);
  if (b.isFirstUnread) return false;
  return a.kind === "message" && b.kind === "message" && a.sender === b.sender && minute(a) === minute(b);
}
