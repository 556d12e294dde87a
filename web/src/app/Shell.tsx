import { useEffect } from "react";
import { Mark } from "../brand/Mark.tsx";
import { useText } from "../i18n/language.ts";
import { forgetUploads } from "../media/uploads.ts";
import { ChatsScreen } from "../screens/chats/ChatsScreen.tsx";
import { SettingsScreen } from "../screens/settings/SettingsScreen.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { Link } from "../ui/Link.tsx";
import { pathOf, type Page } from "./pages.ts";
import styles from "./Shell.module.css";
import { SiteNotice } from "./SiteNotice.tsx";

/** The signed-in app: the way between screens, beside them or, on a phone, below. */
export function Shell({ page }: { page: Page }) {
  const text = useText();
  // Whoever signs out takes what is still on its way along.
  useEffect(() => forgetUploads, []);
  const inConversation = page.name === "chats" && page.roomId !== undefined;
  return (
    <div className={`${styles.shell} ${inConversation ? styles.inConversation : ""}`}>
      <nav className={styles.nav} aria-label={text.nav.label}>
        <span className={styles.mark}>
          <Mark size={38} />
        </span>
        <Tab icon="chats" label={text.nav.chats} to={{ name: "chats", roomId: undefined }} now={page} />
        <Tab icon="settings" label={text.nav.settings} to={{ name: "settings" }} now={page} />
      </nav>
      <main className={styles.main}>
        <SiteNotice />
        <div className={styles.screen}>
          {page.name === "settings" ? (
            <SettingsScreen />
          ) : (
            <ChatsScreen {...(page.name === "chats" ? page : { roomId: undefined })} />
          )}
        </div>
      </main>
    </div>
  );
}

function Tab({ icon, label, to, now }: { icon: IconName; label: string; to: Page; now: Page }) {
  return (
    <span className={`${styles.tab} ${to.name === now.name ? styles.current : ""}`}>
      <Link to={pathOf(to)} aria-current={to.name === now.name ? "page" : undefined}>
        <Icon name={icon} size={24} />
        <span>{label}</span>
      </Link>
    </span>
  );
}
