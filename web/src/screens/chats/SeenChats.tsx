import { Mark } from "../../brand/Mark.tsx";
import { useText } from "../../i18n/language.ts";
import { chatPath } from "../../links/links.ts";
import type { ChatLine } from "../../session/seenChats.ts";
import panes from "../../ui/Panes.module.css";
import { ChatRow } from "./ChatRow.tsx";
import styles from "./Tab.module.css";

/** The screen of chats while the SDK starts: the list as it was last seen. */
export function SeenChatsScreen({ chats, openId }: { chats: readonly ChatLine[]; openId: string | undefined }) {
  const text = useText();
  return (
    <div className={`${panes.screen} ${openId === undefined ? "" : panes.open}`}>
      <section className={panes.list} aria-label={text.chats.title}>
        <header className={panes.header}>
          <h1>{text.chats.title}</h1>
        </header>
        <SeenChats chats={chats} openId={openId} />
      </section>
      <div className={panes.main}>
        <div className={panes.nothing}>
          <Mark size={72} />
          <p role="status">{text.common.starting}</p>
        </div>
      </div>
    </div>
  );
}

export function SeenChats({ chats, openId }: { chats: readonly ChatLine[]; openId: string | undefined }) {
  return (
    <div className={`${panes.rows} ${styles.seen}`}>
      <ul className={styles.rows}>
        {chats.map((chat, place) => (
          <ChatRow
            key={chat.id}
            chat={chat}
            isOpen={chat.id === openId}
            path={chatPath(chat.id)}
            place={place + 1}
            count={chats.length}
          />
        ))}
      </ul>
    </div>
  );
}
