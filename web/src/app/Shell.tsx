import { Mark } from "../brand/Mark.tsx";
import { Verifications } from "../encryption/VerificationDialog.tsx";
import { useText } from "../i18n/language.ts";
import { go } from "../live/address.ts";
import { ChatsScreen } from "../screens/chats/ChatsScreen.tsx";
import { useShownChat } from "../notifications/shownChat.ts";
import { useUnread, useUnreadInTitle } from "../notifications/useUnread.ts";
import { FriendsScreen } from "../screens/friends/FriendsScreen.tsx";
import { JoinScreen } from "../screens/join/JoinScreen.tsx";
import { SettingsScreen } from "../screens/settings/SettingsScreen.tsx";
import { useConnection } from "../session/useConnection.ts";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { Link } from "../ui/Link.tsx";
import { pathOf, type Page } from "./pages.ts";
import styles from "./Shell.module.css";
import { SiteNotice } from "./SiteNotice.tsx";
import { useBackground } from "./useBackground.ts";

/** Nobody counts on from here. */
const COUNT_SHOWN_MAX = 99;

/** The signed-in app: the way between screens, beside them or, on a phone, below. */
export function Shell({ page }: { page: Page }) {
  const text = useText();
  const connection = useConnection();
  const roomId = page.name === "chats" ? page.roomId : undefined;
  const unread = useUnread();
  useUnreadInTitle(unread);
  useShownChat(roomId);
  useBackground(connection);
  const inConversation =
    (page.name === "chats" && page.roomId !== undefined) || (page.name === "friends" && page.userId !== undefined);
  return (
    <div className={`${styles.shell} ${inConversation ? styles.inConversation : ""}`}>
      <nav className={styles.nav} aria-label={text.nav.label}>
        <span className={styles.mark}>
          <Mark size={38} />
        </span>
        <Tab
          icon="friends"
          label={text.nav.friends}
          to={{ name: "friends", userId: undefined }}
          now={page}
          count={unread.requests}
        />
        <Tab
          icon="chats"
          label={text.nav.chats}
          to={{ name: "chats", roomId: undefined }}
          now={page}
          count={unread.messages}
        />
        <Tab icon="settings" label={text.nav.settings} to={{ name: "settings" }} now={page} />
      </nav>
      <main className={styles.main}>
        <SiteNotice roomId={roomId} />
        <div className={styles.screen}>
          <Screen page={page} />
        </div>
      </main>
      <Verifications />
    </div>
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

interface TabProps {
  icon: IconName;
  label: string;
  to: Page;
  now: Page;
  /** How much waits there. */
  count?: number;
}

function Tab({ icon, label, to, now, count = 0 }: TabProps) {
  return (
    <span className={`${styles.tab} ${to.name === now.name ? styles.current : ""}`}>
      <Link to={pathOf(to)} aria-current={to.name === now.name ? "page" : undefined}>
        <Icon name={icon} size={24} />
        <span>{label}</span>
        {count > 0 && <span className={styles.count}>{count > COUNT_SHOWN_MAX ? `${COUNT_SHOWN_MAX}+` : count}</span>}
      </Link>
    </span>
  );
}
