import type { Text } from "../i18n/language.ts";
import type { Unread } from "../notifications/useUnread.ts";
import type { IconName } from "../ui/Icon.tsx";

/**
 * One of the app's tabs. It is a folder here: `tab.ts` with this, which is loaded before anybody is signed in and which
 * the build reads for the server, and `Tab.tsx` with what it shows, a component named `Tab`.
 */
export interface Tab {
  /** The name of the folder, and the first part of its addresses. */
  name: string;
  icon: IconName;
  label: (text: Text) => string;
  /** Its addresses without the first part, as the server must know them; a part in braces stands for anything. */
  paths: readonly string[];
  /** How much waits there. */
  waiting?: (unread: Unread) => number;
}

/** What an address says after the tab's name. */
export interface TabProps {
  parts: readonly string[];
}
