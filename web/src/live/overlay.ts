import { createStore } from "./store.ts";

/** What lies over all of the app, wherever in it somebody is. */
export const overlay = createStore<"switcher" | "shortcuts" | undefined>(undefined);
