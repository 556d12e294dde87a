import { createElement, type ComponentType } from "react";
import { Verifications } from "../encryption/VerificationDialog.tsx";
import { chatPath } from "../links/links.ts";
import { go } from "../live/address.ts";
import { useShownChat } from "../notifications/shownChat.ts";
import { useUnread, useUnreadInTitle } from "../notifications/useUnread.ts";
import { JoinScreen } from "../screens/join/JoinScreen.tsx";
import type { TabProps } from "../screens/tab.ts";
import { useConnection } from "../session/useConnection.ts";
import { Frame } from "./Frame.tsx";
import styles from "./Frame.module.css";
import type { Page } from "./pages.ts";
import { Overlays } from "./Overlays.tsx";
import { SiteNotice } from "./SiteNotice.tsx";
import { useBackground } from "./useBackground.ts";

/** What each tab shows, by the name of its folder. */
const screens = import.meta.glob<ComponentType<TabProps>>("../screens/*/Tab.tsx", { eager: true, import: "Tab" });

/** The signed-in app. */
export function Shell({ page }: { page: Page }) {
  const connection = useConnection();
  const roomId = page.name === "chats" ? page.parts[0] : undefined;
  const unread = useUnread();
  useUnreadInTitle(unread);
  useShownChat(roomId);
  useBackground(connection);
  return (
    <>
      <Frame page={page} unread={unread}>
        <SiteNotice roomId={roomId} />
        <div className={styles.screen}>
          <Screen page={page} />
        </div>
      </Frame>
      <Verifications />
      <Overlays />
    </>
  );
}

function Screen({ page: { name, parts } }: { page: Page }) {
  const [id = ""] = parts;
  if (name === "join") return <JoinScreen key={id} roomId={id} onIn={(to) => go(chatPath(to), "replace")} />;
  const tab = screens[`../screens/${name}/Tab.tsx`];
  return tab && createElement(tab, { parts });
}
