import type { Tab } from "../tab.ts";

export const more = {
  name: "more",
  icon: "menu",
  label: (text) => text.nav.more,
  paths: ["", "/{section}"],
} as const satisfies Tab;
