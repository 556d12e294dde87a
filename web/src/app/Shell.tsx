import { Verifications } from "../encryption/VerificationDialog.tsx";
import { go } from "../live/address.ts";
import { ChatsScreen } from "../screens/chats/ChatsScreen.tsx";
import { useShownChat } from "../notifications/shownChat.ts";
import { useUnread, useUnreadInTitle } from "../notifications/useUnread.ts";
import { FriendsScreen } from "../screens/friends/FriendsScreen.tsx";
import { JoinScreen } from "../screens/join/JoinScreen.tsx";
import { SettingsScreen } from "../screens/settings/SettingsScreen.tsx";
import { useConnection } from "../session/useConnection.ts";
import { Frame } from "./Frame.tsx";
import styles from "./Frame.module.css";
import { pathOf, type Page } from "./pages.ts";
import { SiteNotice } from "./SiteNotice.tsx";
import { useBackground } from "./useBackground.ts";

/** The signed-in app. */
export function Shell({ page }: { page: Page }) {
  const connection = useConnection();
  const roomId = page.name === "chats" ? page.roomId : undefined;
  const unread = useUnread();
  useUnreadInTitle(unread);
  useShownChat(roomId);
  useBackground(connection);
  return (
    <>
      <Frame page={page} {...unread}>
        <SiteNotice roomId={roomId} />
        <div className={styles.screen}>
          <Screen page={page} />
        </div>
      </Frame>
      <Verifications />
    </>
  );
}

function openChat(roomId: string): void {
  go(pathOf({ name: "chats", roomId }), "replace");
}

function Screen({ page }: { page: Page }) {
  switch (page.name) {
    case "friends":
      return <FriendsScreen userId={page.userId} />;
    case "join":
      return <JoinScreen key={page.roomId} roomId={page.roomId} onIn={openChat} />;
    case "settings":
      return <SettingsScreen />;
    case "chats":
      return <ChatsScreen {...page} />;
    default:
      return <ChatsScreen roomId={undefined} />;
  }
}
