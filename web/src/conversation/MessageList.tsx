import { useCallback, useEffect, useRef, useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useLanguage, useText } from "../i18n/language.ts";
import { fullDay } from "../i18n/times.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { MessageBubble } from "./MessageBubble.tsx";
import styles from "./MessageList.module.css";
import type { Row } from "./rows.ts";
import { hasOlder, loadOlder, useConversation, type Message, type Notice } from "./useConversation.ts";
import { useMarkRead } from "./useMarkRead.ts";
import { useStablePosition } from "./useStablePosition.ts";

/** Older messages are loaded when this little is left above. */
const LOAD_FROM_PIXELS = 800;

/** After a failure, the next attempt is not made at once. */
const LOAD_AGAIN_MILLIS = 3_000;

/** The messages of a chat, newest below. */
export function MessageList({ room }: { room: Room }) {
  const text = useText();
  const rows = useConversation(room);
  const { scroller, list, scrolled, isAtEnd, toEnd } = useStablePosition(rows);
  const markRead = useMarkRead(room, rows, isAtEnd);
  const [away, setAway] = useState(false);
  const { loading, loadWhereNeeded } = useOlder(room, scroller, rows);

  const onScroll = () => {
    scrolled();
    setAway(!isAtEnd());
    loadWhereNeeded();
    markRead();
  };

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label={text.conversation.messages}
      >
        <p className={styles.top}>
          {loading ? text.common.loading : hasOlder(room) ? "" : text.conversation.beginning}
        </p>
        <div ref={list} className={styles.list} role="log" aria-live="polite">
          {rows.map((row) => (
            <div key={row.key} data-key={row.key}>
              <RowContent row={row} />
            </div>
          ))}
        </div>
      </div>
      {away && <IconButton className={styles.toEnd} icon="down" label={text.conversation.toNewest} onClick={toEnd} />}
    </div>
  );
}

function RowContent({ row }: { row: Row<Message | Notice> }) {
  const language = useLanguage();
  switch (row.kind) {
    case "day":
      return (
        <h2 className={styles.day}>
          <span>{fullDay(language, row.millis)}</span>
        </h2>
      );
    case "notice":
      return row.entry.kind === "notice" ? (
        <p className={styles.notice} dir="auto">
          {row.entry.sentence}
        </p>
      ) : null;
    case "message":
      return row.entry.kind === "message" ? (
        <MessageBubble message={row.entry} starts={row.starts} ends={row.ends} />
      ) : null;
  }
}

/** Loads older messages as long as there is room above for them. */
function useOlder(room: Room, scroller: React.RefObject<HTMLDivElement | null>, rows: unknown) {
  const { client } = useConnection();
  const [loading, setLoading] = useState(false);
  const busy = useRef(false);
  const loadWhereNeeded = useCallback(() => {
    const view = scroller.current;
    if (!view || busy.current || view.scrollTop > LOAD_FROM_PIXELS || !hasOlder(room)) return;
    busy.current = true;
    setLoading(true);
    loadOlder(client, room)
      .catch(async (e: unknown) => {
        console.warn("older messages not loaded", e);
        await new Promise((resolve) => setTimeout(resolve, LOAD_AGAIN_MILLIS));
      })
      .finally(() => {
        busy.current = false;
        setLoading(false);
      });
  }, [client, room, scroller]);
  // Also when a load has brought too little to fill the screen.
  useEffect(loadWhereNeeded, [loadWhereNeeded, rows, loading]);
  return { loading, loadWhereNeeded };
}
