import type { ReactNode } from "react";
import { Mark } from "../brand/Mark.tsx";
import { useText } from "../i18n/language.ts";
import type { Unread } from "../notifications/useUnread.ts";
import type { Tab } from "../screens/tab.ts";
import { Icon } from "../ui/Icon.tsx";
import { Link } from "../ui/Link.tsx";
import styles from "./Frame.module.css";
import type { Page } from "./pages.ts";
import { tabs } from "./tabs.ts";

/** Nobody counts on from here. */
const COUNT_SHOWN_MAX = 99;

interface Props {
  page: Page;
  /** What waits in the tabs, once it is known. */
  unread?: Unread;
  children: ReactNode;
}

/** The way between the tabs: beside them or, on a phone, below, where what is open of a tab takes all of the screen. */
export function Frame({ page, unread, children }: Props) {
  const text = useText();
  const isOpen = page.parts.length > 0;
  return (
    <div className={`${styles.shell} ${isOpen ? styles.isOpen : ""}`}>
      <nav className={styles.nav} aria-label={text.nav.label}>
        <span className={styles.mark}>
          <Mark size={38} />
        </span>
        {tabs.map((tab) => (
          <TabLink key={tab.name} tab={tab} isCurrent={tab.name === page.name} unread={unread} />
        ))}
      </nav>
      <main className={styles.main}>{children}</main>
    </div>
  );
}

function TabLink({ tab, isCurrent, unread }: { tab: Tab; isCurrent: boolean; unread: Unread | undefined }) {
  const text = useText();
  const count = unread && tab.waiting ? tab.waiting(unread) : 0;
  return (
    <span className={`${styles.tab} ${isCurrent ? styles.current : ""}`}>
      <Link to={`/${tab.name}`} aria-current={isCurrent ? "page" : undefined}>
        <Icon name={tab.icon} size={24} />
        <span>{tab.label(text)}</span>
        {count > 0 && <span className={styles.count}>{count > COUNT_SHOWN_MAX ? `${COUNT_SHOWN_MAX}+` : count}</span>}
      </Link>
    </span>
  );
}
