import { chats } from "../screens/chats/tab.ts";
import { friends } from "../screens/friends/tab.ts";
import { more } from "../screens/more/tab.ts";
import type { Tab } from "../screens/tab.ts";

/** The tabs in their order. A new one is a folder in `screens` and a name here; gatherings will stand before `more`. */
export const tabs = [friends, chats, more] as const satisfies readonly Tab[];

export type TabName = (typeof tabs)[number]["name"];
