import { createStore, useStore } from "../live/store.ts";

/*
 * What somebody has begun to write, by chat; on this device only.
 */

const PREFIX = "bongsu.draft:";

/** Longer drafts are kept up to here. */
const DRAFT_CHARS_MAX = 20_000;

/** Grows with each change. */
const changes = createStore(0);

/** What is begun in a chat; follows it. */
export function useDraft(roomId: string): string {
  useStore(changes);
  return keptDraft(roomId);
}

export function keptDraft(roomId: string): string {
  return localStorage.getItem(PREFIX + roomId) ?? "";
}

export function keepDraft(roomId: string, text: string): void {
  try {
    if (text.trim() === "") localStorage.removeItem(PREFIX + roomId);
    else localStorage.setItem(PREFIX + roomId, text.slice(0, DRAFT_CHARS_MAX));
    changes.set(changes.get() + 1);
  } catch (e) {
    // The device has no room left; the draft stays on the screen.
    console.warn("draft not kept", e);
  }
}

export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
