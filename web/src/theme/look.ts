import { createStore, useStore } from "../live/store.ts";

/** How large what people say is, and what lies behind it; on this device. */
export interface Look {
  textSize: TextSize;
  wallpaper: Wallpaper;
}

export const TEXT_SIZES = ["small", "normal", "large", "huge"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** Their colours are in tokens.css. */
export const WALLPAPERS = ["hill", "paper", "dawn", "sky"] as const;
export type Wallpaper = (typeof WALLPAPERS)[number];

const KEPT_AS = "bongsu.look";
const SCALES: Record<TextSize, number> = { small: 0.9, normal: 1, large: 1.2, huge: 1.4 };

const chosen = createStore<Look>(read());

function read(): Look {
  let kept: Partial<Look> | null = null;
  try {
    kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "null") as Partial<Look> | null;
  } catch {
    // What is not readable is as if nothing had been chosen.
  }
  return {
    textSize: TEXT_SIZES.find((size) => size === kept?.textSize) ?? "normal",
    wallpaper: WALLPAPERS.find((wallpaper) => wallpaper === kept?.wallpaper) ?? "hill",
  };
}

function apply(): void {
  const { textSize, wallpaper } = chosen.get();
  const { style, dataset } = document.documentElement;
  style.setProperty("--text-scale", String(SCALES[textSize]));
  dataset.wallpaper = wallpaper;
}

export function startLook(): void {
  apply();
  chosen.subscribe(apply);
}

export function useLook(): Look {
  return useStore(chosen);
}

export function changeLook(change: Partial<Look>): void {
  chosen.set({ ...chosen.get(), ...change });
  localStorage.setItem(KEPT_AS, JSON.stringify(chosen.get()));
}
