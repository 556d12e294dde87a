import { createStore, useStore } from "../live/store.ts";

export type Theme = "light" | "dark" | "system";

const KEPT_AS = "bongsu.theme";
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

const chosen = createStore<Theme>(read());

function read(): Theme {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === "light" || kept === "dark" ? kept : "system";
}

function apply(): void {
  const theme = chosen.get();
  const dark = theme === "dark" || (theme === "system" && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

/** Shows the chosen theme, and follows the system where that is the choice. */
export function startTheme(): void {
  apply();
  chosen.subscribe(apply);
  systemIsDark.addEventListener("change", apply);
}

export function useTheme(): Theme {
  return useStore(chosen);
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEPT_AS, theme);
  chosen.set(theme);
}
