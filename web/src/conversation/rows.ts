import { isSameDay } from "../i18n/times.ts";

/** What a row needs to know of an event to be put in order. */
export interface Entry {
  /** Stays the same from the first local echo on. */
  key: string;
  kind: "message" | "notice";
  sender: string;
  sentMillis: number;
}

export type Row<E extends Entry> =
  | { kind: "day"; key: string; millis: number }
  | { kind: "notice"; key: string; entry: E }
  | {
      kind: "message";
      key: string;
      entry: E;
      /** The first of several by one person: has the face and the name. */
      starts: boolean;
      /** The last of several by one person within a minute: has the time. */
      ends: boolean;
    };

/** Puts day separators between entries, and neighbours by one person within one minute together. */
export function rowsOf<E extends Entry>(entries: readonly E[]): Row<E>[] {
  const rows: Row<E>[] = [];
  entries.forEach((entry, place) => {
    const before = entries[place - 1];
    if (!before || !isSameDay(before.sentMillis, entry.sentMillis)) {
      rows.push({ kind: "day", key: `day ${entry.key}`, millis: entry.sentMillis });
    }
    if (entry.kind === "notice") {
      rows.push({ kind: "notice", key: entry.key, entry });
      return;
    }
    const after = entries[place + 1];
    rows.push({
      kind: "message",
      key: entry.key,
      entry,
      starts: !before || !together(before, entry),
      ends: !after || !together(entry, after),
    });
  });
  return rows;
}

function together(a: Entry, b: Entry): boolean {
  const minute = (entry: Entry) => Math.floor(entry.sentMillis / 60_000);
  return a.kind === "message" && b.kind === "message" && a.sender === b.sender && minute(a) === minute(b);
}
