import { lazy, type ComponentType } from "react";
import type { Text } from "../../i18n/language.ts";
import type { IconName } from "../../ui/Icon.tsx";

/** One line of the list, and what it opens. */
export interface Section {
  /** The second part of its address. */
  name: string;
  icon: IconName;
  label: (text: Text) => string;
  Content: ComponentType;
}

/** A section's code is loaded when it is opened. */
function section(
  name: string,
  icon: IconName,
  label: (text: Text) => string,
  load: () => Promise<ComponentType>,
): Section {
  return { name, icon, label, Content: lazy(async () => ({ default: await load() })) };
}

/** What else there is; drive, taxi and calls will stand here. */
export const services: readonly Section[] = [
  section(
    "status",
    "pulse",
    (text) => text.status.title,
    async () => (await import("./Status.tsx")).Status,
  ),
];

export const settings: readonly Section[] = [
  section(
    "account",
    "person",
    (text) => text.settings.account,
    async () => (await import("./settings/Account.tsx")).Account,
  ),
  section(
    "privacy",
    "shield",
    (text) => text.settings.privacy,
    async () => (await import("./settings/Privacy.tsx")).Privacy,
  ),
  section(
    "notifications",
    "bell",
    (text) => text.settings.notifications,
    async () => (await import("./settings/Notifications.tsx")).Notifications,
  ),
  section(
    "chats",
    "chats",
    (text) => text.settings.chats,
    async () => (await import("./settings/Chats.tsx")).Chats,
  ),
  section(
    "appearance",
    "theme",
    (text) => text.settings.appearance,
    async () => (await import("./settings/Appearance.tsx")).Appearance,
  ),
  section(
    "data",
    "device",
    (text) => text.settings.data,
    async () => (await import("./settings/Data.tsx")).Data,
  ),
];
