import { createStore, useStore } from "../live/store.ts";

/*
 * What somebody has used last, and the skin tone that they have chosen; on this device only.
 */

const RECENT_AS = "bongsu.emoji";
const TONE_AS = "bongsu.emoji-tone";

/** Two rows on a phone, three in a window. */
const RECENT_MAX = 24;

const recent = createStore<readonly string[]>(keptRecent());
const tone = createStore<number>(keptTone());

export function useRecentEmoji(): readonly string[] {
  return useStore(recent);
}

/** From 0, which is nobody's, over 1, the lightest, to 5. */
export function useTone(): number {
  return useStore(tone);
}

export function emojiUsed(emoji: string): void {
  recent.set([emoji, ...recent.get().filter((other) => other !== emoji)].slice(0, RECENT_MAX));
  keep(RECENT_AS, JSON.stringify(recent.get()));
}

export function chooseTone(chosen: number): void {
  tone.set(chosen);
  keep(TONE_AS, String(chosen));
}

function keptRecent(): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT_AS) ?? "[]") as unknown;
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, RECENT_MAX) : [];
  } catch {
    return [];
  }
}

function keptTone(): number {
  const kept = Number(localStorage.getItem(TONE_AS));
  return Number.isInteger(kept) && kept >= 0 && kept <= 5 ? kept : 0;
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch (e) {
    console.warn("not kept", e);
  }
}
