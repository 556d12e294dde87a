import type { Tab } from "../tab.ts";

export const more = {
  name: "more",
  icon: "more",
  label: (text) => text.nav.more,
  paths: ["", "/{section}"],
} as const satisfies Tab;
