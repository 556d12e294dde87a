import { createStore, useStore } from "./store.ts";

/** Where the browser is: the path of the address, which goes with the back button. */
const path = createStore(window.location.pathname);

window.addEventListener("popstate", () => path.set(window.location.pathname));

export function usePath(): string {
  return useStore(path);
}

/** What a link to sign up carries, where somebody has come by one: the operator's code. */
export const invitation = new URLSearchParams(window.location.search).get("invite") ?? "";

/**
 * What lies over the page has an entry of its own in the browser's history, so that Back closes it; this marks it. Who
 * goes elsewhere from there goes on from the page below.
 */
export interface EntryOver {
  over?: boolean;
}

export function isOver(): boolean {
  return (window.history.state as EntryOver | null)?.over === true;
}

/** Goes to another address within the app. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  if (to === path.get()) return;
  if (how === "push" && !isOver()) window.history.pushState(null, "", to);
  else window.history.replaceState(null, "", to);
  path.set(to);
}
