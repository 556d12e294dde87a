import type { Tab } from "../tab.ts";

export const friends = {
  name: "friends",
  icon: "friends",
  label: (text) => text.nav.friends,
  paths: ["", "/{person}"],
  waiting: ({ requests }) => requests,
} as const satisfies Tab;
