import { useLanguage, useText } from "../../i18n/language.ts";
import { listTime } from "../../i18n/times.ts";
import { Avatar } from "../../people/Avatar.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { Link } from "../../ui/Link.tsx";
import styles from "./ChatRow.module.css";
import { useDraft } from "../../session/drafts.ts";
import type { ChatLine } from "../../session/seenChats.ts";

/** More unread messages than this are "300+": nobody counts on. */
const UNREAD_SHOWN_MAX = 300;

/** A line shows no more of it. */
const DRAFT_CHARS_SHOWN_MAX = 100;

interface Props {
  chat: ChatLine;
  isOpen: boolean;
  path: string;
  /** From 1, among all chats: those far from view are not drawn, but read aloud as being there. */
  place: number;
  count: number;
}

/** A chat in the list: who, the last words, when, and how much is new. */
export function ChatRow({ chat, isOpen, path, place, count }: Props) {
  const text = useText();
  const language = useLanguage();
  const draft = useDraft(chat.id);
  return (
    <li data-key={chat.id} aria-posinset={place} aria-setsize={count}>
      <Link className={`${styles.row} ${isOpen ? styles.open : ""}`} to={path} aria-current={isOpen}>
        <Avatar id={chat.id} name={chat.name} picture={chat.picture} sidePixels={46} />
        <span className={styles.middle}>
          <span className={styles.first}>
            <bdi className={styles.name}>{chat.name.slice(0, 100)}</bdi>
            {chat.members > 2 && <span className={styles.members}>{chat.members}</span>}
            {chat.pinned && <Sign icon="pin" name={text.details.pinned} />}
            {chat.muted && <Sign icon="mute" name={text.details.muted} />}
          </span>
          {draft === "" || isOpen ? (
            <bdi className={`${styles.last} ${chat.invitation ? styles.invitation : ""}`}>{chat.lastLine}</bdi>
          ) : (
            <span className={styles.last}>
              <b className={styles.draft}>{text.chats.draft}</b> <bdi>{draft.slice(0, DRAFT_CHARS_SHOWN_MAX)}</bdi>
            </span>
          )}
        </span>
        <span className={styles.end}>
          {chat.lastMillis > 0 && (
            // eslint-disable-next-line react-hooks/purity -- the list is drawn again often enough for its dates
            <span className={styles.time}>{listTime(language, text, chat.lastMillis, Date.now())}</span>
          )}
          {chat.unread > 0 && (
            <span className={styles.unread}>
              <span aria-hidden="true">{chat.unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : chat.unread}</span>
              <span className="only-read-aloud">{text.chats.unread(chat.unread)}</span>
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}

function Sign({ icon, name }: { icon: IconName; name: string }) {
  return (
    <span className={styles.sign} title={name}>
      <Icon name={icon} size={15} />
      <span className="only-read-aloud">{name}</span>
    </span>
  );
}
