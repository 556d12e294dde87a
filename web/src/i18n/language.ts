import { createStore, useStore } from "../live/store.ts";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

export type Language = "ko" | "en";

/** Every text that people see; each language has all of them, which the compiler checks. */
export type Text = typeof ko;

const KEPT_AS = "bongsu.language";
const texts: Record<Language, Text> = { ko, en };

const language = createStore<Language>(read());

function read(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === "ko" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en";
}

function apply(): void {
  document.documentElement.lang = language.get();
}

/** Says to the browser which language is shown, now and after each change. */
export function startLanguage(): void {
  apply();
  language.subscribe(apply);
}

export function useLanguage(): Language {
  return useStore(language);
}

export function useText(): Text {
  return texts[useLanguage()];
}

/** For what draws nothing itself, such as the names that the SDK makes for rooms. */
export function currentText(): Text {
  return texts[language.get()];
}

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEPT_AS, chosen);
  language.set(chosen);
}

/** Calls back when another language is chosen; returns how to stop. */
export const onLanguage = language.subscribe;
