import { createStore, useStore } from "../live/store.ts";

const KEPT_AS = "bongsu.enter-sends";

/** Whether Enter sends on a keyboard; otherwise it begins a line, and Ctrl+Enter sends. On this device. */
const enterSends = createStore(localStorage.getItem(KEPT_AS) !== "no");

export function useEnterSends(): boolean {
  return useStore(enterSends);
}

export function setEnterSends(on: boolean): void {
  localStorage.setItem(KEPT_AS, on ? "yes" : "no");
  enterSends.set(on);
}
