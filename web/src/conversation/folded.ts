import { createStore } from "../live/store.ts";

/*
 * Notices that somebody has folded, by chat; on this device only. Another notice in the same chat is open again.
 */

const KEPT_AS = "bongsu.folded-notices";
/** Chats of which that is remembered; the oldest is forgotten first. */
const CHATS_MAX = 200;

export const folded = createStore<ReadonlyMap<string, string>>(read());

export function fold(roomId: string, eventId: string): void {
  keep(new Map([...[...folded.get()].filter(([id]) => id !== roomId), [roomId, eventId] as const].slice(-CHATS_MAX)));
}

export function unfold(roomId: string): void {
  keep(new Map([...folded.get()].filter(([id]) => id !== roomId)));
}

function keep(notices: ReadonlyMap<string, string>): void {
  folded.set(notices);
  localStorage.setItem(KEPT_AS, JSON.stringify([...notices]));
}

function read(): ReadonlyMap<string, string> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]") as [string, string][]);
  } catch {
    return new Map();
  }
}
