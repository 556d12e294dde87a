import type { Tab } from "../tab.ts";

export const chats = {
  name: "chats",
  icon: "chats",
  label: (text) => text.nav.chats,
  paths: ["", "/{room}", "/{room}/details", "/{room}/search", "/{room}/drawer"],
  waiting: ({ messages, invitations }) => messages + invitations,
} as const satisfies Tab;
