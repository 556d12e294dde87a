import { createStore, useStore } from "./store.ts";

/** Where the browser is: the path of the address, which goes with the back button. */
const path = createStore(window.location.pathname);

window.addEventListener("popstate", () => path.set(window.location.pathname));

export function usePath(): string {
  return useStore(path);
}

/** What a link to sign up carries, where somebody has come by one: the operator's code. */
export const invitation = new URLSearchParams(window.location.search).get("invite") ?? "";

/** Goes to another address within the app. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  if (to === path.get()) return;
  if (how === "push") window.history.pushState(null, "", to);
  else window.history.replaceState(null, "", to);
  path.set(to);
}
