import { Suspense } from "react";
import { Mark } from "../../brand/Mark.tsx";
import { useText } from "../../i18n/language.ts";
import { accountPath, chatPath, personPath } from "../../links/links.ts";
import { go } from "../../live/address.ts";
import { overlay } from "../../live/overlay.ts";
import { Avatar } from "../../people/Avatar.tsx";
import { handleOf } from "../../people/handle.ts";
import { openOwnChat } from "../../people/ownChat.ts";
import { useProfile } from "../../people/useProfile.ts";
import { useAttempt } from "../../session/useAttempt.ts";
import { useConnection } from "../../session/useConnection.ts";
import { IconButton } from "../../ui/Button.tsx";
import { Problem } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Link } from "../../ui/Link.tsx";
import panes from "../../ui/Panes.module.css";
import type { TabProps } from "../tab.ts";
import { services, settings, type Section } from "./sections.ts";
import styles from "./Tab.module.css";

/** Oneself, what else there is, and the settings: a list, and beside it what is open of it. */
export function Tab({ parts: [name] }: TabProps) {
  const text = useText();
  const open = [...services, ...settings].find((section) => section.name === name);
  return (
    <div className={`${panes.screen} ${open ? panes.open : ""}`}>
      <section className={panes.list} aria-label={text.nav.more}>
        <header className={panes.header}>
          <h1>{text.nav.more}</h1>
        </header>
        <div className={panes.rows}>
          <OwnCard />
          <ul className={styles.lines}>
            <OwnChat />
            <li>
              <button type="button" className={styles.line} onClick={() => overlay.set("switcher")}>
                <Icon name="search" />
                {text.switcher.title}
              </button>
            </li>
            {services.map((section) => (
              <Line key={section.name} section={section} isOpen={section === open} />
            ))}
          </ul>
          <h2 className={styles.heading}>{text.settings.title}</h2>
          <ul className={styles.lines}>
            {settings.map((section) => (
              <Line key={section.name} section={section} isOpen={section === open} />
            ))}
          </ul>
          <ul className={`${styles.lines} ${styles.last}`}>
            <li>
              <button type="button" className={styles.line} onClick={() => overlay.set("shortcuts")}>
                <Icon name="keyboard" />
                {text.shortcuts.title}
              </button>
            </li>
          </ul>
        </div>
      </section>
      <div className={panes.main}>
        {open ? (
          <Pane section={open} />
        ) : (
          <div className={panes.nothing}>
            <Mark size={72} />
            <p>{text.more.choose}</p>
          </div>
        )}
      </div>
    </div>
  );
}

/** Who one is to others: leads to where that is changed, and to one's code. */
function OwnCard() {
  const text = useText();
  const { userId } = useConnection();
  const { name, picture } = useProfile(userId);
  return (
    <div className={styles.card}>
      <Link className={styles.own} to={accountPath}>
        <Avatar id={userId} name={name} picture={picture} sidePixels={58} />
        <span className={styles.words}>
          <bdi>{name}</bdi>
          <small>{handleOf(userId, userId)}</small>
        </span>
      </Link>
      <IconButton icon="qr" label={text.addFriend.own} onClick={() => go(personPath(userId))} />
    </div>
  );
}

function OwnChat() {
  const text = useText();
  const { client } = useConnection();
  const { busy, sentence, attempt } = useAttempt();
  return (
    <li>
      <button
        type="button"
        className={styles.line}
        disabled={busy}
        onClick={() => attempt(openOwnChat(client).then((roomId) => go(chatPath(roomId))))}
      >
        <Icon name="note" />
        {text.room.own}
      </button>
      {sentence !== "" && <Problem>{sentence}</Problem>}
    </li>
  );
}

function Line({ section: { name, icon, label }, isOpen }: { section: Section; isOpen: boolean }) {
  const text = useText();
  return (
    <li>
      <Link className={`${styles.line} ${isOpen ? styles.open : ""}`} to={`/more/${name}`} aria-current={isOpen}>
        <Icon name={icon} />
        {label(text)}
      </Link>
    </li>
  );
}

function Pane({ section: { label, Content } }: { section: Section }) {
  const text = useText();
  return (
    <section className={styles.pane} aria-label={label(text)}>
      <header className={panes.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={() => go("/more")} />
        <h1>{label(text)}</h1>
      </header>
      <div className={styles.content}>
        <Suspense fallback={<p role="status">{text.common.loading}</p>}>
          <Content />
        </Suspense>
      </div>
    </section>
  );
}
