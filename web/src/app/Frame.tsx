import type { ReactNode } from "react";
import { Mark } from "../brand/Mark.tsx";
import { useText } from "../i18n/language.ts";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { Link } from "../ui/Link.tsx";
import styles from "./Frame.module.css";
import { pathOf, type Page } from "./pages.ts";

/** Nobody counts on from here. */
const COUNT_SHOWN_MAX = 99;

interface Props {
  page: Page;
  /** How much waits among the chats, and among the friends. */
  messages?: number;
  requests?: number;
  children: ReactNode;
}

/** The way between screens, beside them or, on a phone, below. */
export function Frame({ page, messages = 0, requests = 0, children }: Props) {
  const text = useText();
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
          count={requests}
        />
        <Tab
          icon="chats"
          label={text.nav.chats}
          to={{ name: "chats", roomId: undefined }}
          now={page}
          count={messages}
        />
        <Tab icon="settings" label={text.nav.settings} to={{ name: "settings" }} now={page} />
      </nav>
      <main className={styles.main}>{children}</main>
    </div>
  );
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
