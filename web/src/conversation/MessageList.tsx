import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { NotificationCountType, RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { useLanguage, useText } from "../i18n/language.ts";
import { fullDay } from "../i18n/times.ts";
import { UploadRow } from "../media/UploadRow.tsx";
import { useUploads } from "../media/uploads.ts";
import { IconButton } from "../ui/Button.tsx";
import { useVirtualList } from "../ui/useVirtualList.ts";
import { isMessage } from "./content.ts";
import { MessageBubble } from "./MessageBubble.tsx";
import styles from "./MessageList.module.css";
import type { Row } from "./rows.ts";
import { useConversation, type Message, type Notice } from "./useConversation.ts";
import { useJump } from "./useJump.ts";
import { useMarkRead } from "./useMarkRead.ts";
import { useMore } from "./useMore.ts";
import { useOpenAtLine, useReadUpTo } from "./useUnreadLine.ts";
import type { Timeline } from "./useTimeline.ts";

/** About the height of a message. */
const ROW_GUESS_PIXELS = 48;

/** Nobody counts on from here. */
const UNREAD_SHOWN_MAX = 300;

/** More notices than this in a row are folded. */
const NOTICES_SHOWN_MAX = 2;

interface Props {
  room: Room;
  timeline: Timeline;
  /** Is given the way to a message. */
  jumpRef: RefObject<((eventId: string) => void) | undefined>;
  /** Is given what is loaded. */
  rowsRef: RefObject<readonly Row<Message | Notice>[]>;
}

/** The messages of a chat, newest below. */
export function MessageList({ room, timeline, jumpRef, rowsRef }: Props) {
  const text = useText();
  const readUpTo = useReadUpTo(room);
  const rows = useConversation(room, timeline, readUpTo);
  useEffect(() => {
    rowsRef.current = rows;
  });
  const uploads = useUploads(room.roomId);
  const { hasOlder, hasNewer } = timeline.loaded;
  const keys = useMemo(
    () => [...rows.map(({ key }) => key), ...(hasNewer ? [] : uploads.map(({ id }) => id))],
    [rows, uploads, hasNewer],
  );
  const view = useVirtualList<HTMLDivElement>(keys, !hasNewer, ROW_GUESS_PIXELS);
  const { scroller, list, span, isAtEnd } = view;
  const isPlaced = useOpenAtLine(room, timeline, rows, view, readUpTo);
  const isSeen = useCallback(() => isPlaced() && isAtEnd(), [isPlaced, isAtEnd]);
  const markRead = useMarkRead(room, rows, isSeen);
  const [away, setAway] = useState(false);
  const { loading, loadWhereNeeded } = useMore(timeline, scroller, rows);
  const missing = useJump(room, timeline, rows, view, jumpRef);
  const toNewest = () => {
    timeline.showNewest();
    view.toEnd();
    setAway(false);
  };
  useOwnInView(room, toNewest);

  const onScroll = () => {
    view.scrolled();
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
          {loading === "older" ? text.common.loading : hasOlder ? "" : text.conversation.beginning}
        </p>
        {/* What comes into view by scrolling is not read aloud as if it were news. */}
        <div
          ref={list}
          className={styles.list}
          style={{ paddingTop: span.abovePixels, paddingBottom: span.belowPixels }}
          role="log"
          aria-live={away || hasNewer ? "off" : "polite"}
        >
          {keys.slice(span.from, span.to).map((key, place) => {
            const row = rows[span.from + place];
            const upload = uploads[span.from + place - rows.length];
            return (
              <div key={key} data-key={key} className={styles.row}>
                {row ? <RowContent row={row} /> : upload && <UploadRow upload={upload} />}
              </div>
            );
          })}
        </div>
        {loading === "newer" && <p className={styles.top}>{text.common.loading}</p>}
      </div>
      {missing && (
        <p className={styles.missing} role="alert">
          {text.conversation.missing}
        </p>
      )}
      {(away || hasNewer) && <ToNewest room={room} onClick={toNewest} />}
    </div>
  );
}

/** The way to the newest message, with how many there are to read. */
function ToNewest({ room, onClick }: { room: Room; onClick: () => void }) {
  const text = useText();
  const unread = room.getUnreadNotificationCount(NotificationCountType.Total);
  return (
    <div className={styles.toEnd}>
      <IconButton icon="down" label={text.conversation.toNewest} onClick={onClick} />
      {unread > 0 && (
        <span title={text.chats.unread(unread)}>{unread > UNREAD_SHOWN_MAX ? `${UNREAD_SHOWN_MAX}+` : unread}</span>
      )}
    </div>
  );
}

/** Whoever writes sees what they have written, wherever in the chat they were. */
function useOwnInView(room: Room, toNewest: () => void): void {
  const latest = useRef(toNewest);
  useLayoutEffect(() => {
    latest.current = toNewest;
  });
  useEffect(() => {
    const came = (event: MatrixEvent) => {
      if (isMessage(event) && (event.status === "sending" || event.status === "queued")) latest.current();
    };
    room.on(RoomEvent.LocalEchoUpdated, came);
    return () => {
      room.off(RoomEvent.LocalEchoUpdated, came);
    };
  }, [room]);
}

const RowContent = memo(function RowContent({ row }: { row: Row<Message | Notice> }) {
  const language = useLanguage();
  switch (row.kind) {
    case "day":
      return (
        <h2 className={styles.day}>
          <span>{fullDay(language, row.millis)}</span>
        </h2>
      );
    case "unread":
      return <UnreadLine />;
    case "notice":
      return <Notices notices={row.entries.filter((entry) => entry.kind === "notice")} />;
    case "message":
      return row.entry.kind === "message" ? (
        <MessageBubble
          message={row.entry}
          more={row.more.filter((entry) => entry.kind === "message")}
          starts={row.starts}
          ends={row.ends}
        />
      ) : null;
  }
});

function UnreadLine() {
  const text = useText();
  return (
    <h2 className={styles.unread}>
      <span>{text.conversation.unreadLine}</span>
    </h2>
  );
}

/** What happened to the room; where much did, the last of it, with the rest behind. */
function Notices({ notices }: { notices: Notice[] }) {
  const text = useText();
  const last = notices.at(-1);
  if (notices.length <= NOTICES_SHOWN_MAX) {
    return notices.map(({ key, sentence }) => (
      <p key={key} className={styles.notice} dir="auto">
        {sentence}
      </p>
    ));
  }
  return (
    <details className={styles.notices}>
      <summary>
        <bdi>{last?.sentence}</bdi> {text.conversation.moreNotices(notices.length - 1)}
      </summary>
      {notices.slice(0, -1).map(({ key, sentence }) => (
        <p key={key} className={styles.notice} dir="auto">
          {sentence}
        </p>
      ))}
    </details>
  );
}
