import type { Text } from "./language.ts";

export const emoji: Text["emoji"] = {
  title: "Emoji",
  search: "Search emoji",
  none: "No results.",
  recent: "Recent",
  groupsLabel: "Kinds of emoji",
  groups: {
    0: "Smileys and emotion",
    1: "People and body",
    3: "Animals and nature",
    4: "Food and drink",
    5: "Travel and places",
    6: "Activities",
    7: "Objects",
    8: "Symbols",
    9: "Flags",
  },
  tone: "Skin tone",
  tones: ["Default", "Light", "Medium-light", "Medium", "Medium-dark", "Dark"],
};

export const switcher: Text["switcher"] = {
  title: "Find chats and friends",
  search: "Search by name",
};

export const shortcuts: Text["shortcuts"] = {
  title: "Keyboard shortcuts",
  switcher: "Find chats and friends",
  close: "Close a pane or reply, innermost first",
  edit: "Edit your last message",
  send: "Send message",
  newLine: "New line",
  mention: "Mention someone",
  photos: "Previous or next photo",
  zoom: "Zoom in, out, actual size",
  help: "Show shortcuts",
  touch: "On a phone, swipe a message to the left to reply, or press and hold it for its menu.",
};

export const drawer: Text["drawer"] = {
  title: "Photos, files, links",
  photos: "Photos",
  files: "Files",
  links: "Links",
  none: {
    photos: "No photos or videos in this chat yet.",
    files: "No files in this chat yet.",
    links: "No links in this chat yet.",
  },
  show: "Show in chat",
};
