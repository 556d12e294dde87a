import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useLanguage, useText } from "../i18n/language.ts";
import { fullDay } from "../i18n/times.ts";
import { UploadRow } from "../media/UploadRow.tsx";
import { useUploads } from "../media/uploads.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { jumps } from "./jumps.ts";
import { MessageBubble } from "./MessageBubble.tsx";
import styles from "./MessageList.module.css";
import type { Row } from "./rows.ts";
import { hasOlder, loadOlder, useConversation, type Message, type Notice } from "./useConversation.ts";
import { useMarkRead } from "./useMarkRead.ts";
import { useStablePosition } from "./useStablePosition.ts";

/** Older messages are loaded when this little is left above. */
const LOAD_FROM_PIXELS = 800;

/** More notices than this in a row are folded. */
const NOTICES_SHOWN_MAX = 2;

/** A message that somebody goes to is looked for in so many older parts. */
const JUMP_PARTS_MAX = 40;

/** By then, what has been loaded is drawn. */
const DRAWN_MILLIS = 60;

/** After a failure, the next attempt is not made at once. */
const LOAD_AGAIN_MILLIS = 3_000;

/** The messages of a chat, newest below. */
export function MessageList({
  room,
  jumpRef,
}: {
  room: Room;
  jumpRef: RefObject<((eventId: string) => void) | undefined>;
}) {
  const text = useText();
  const rows = useConversation(room);
  const uploads = useUploads(room.roomId);
  const { scroller, list, scrolled, isAtEnd, toEnd } = useStablePosition(rows);
  const markRead = useMarkRead(room, rows, isAtEnd);
  const [away, setAway] = useState(false);
  const { loading, loadWhereNeeded } = useOlder(room, scroller, rows);

  useJump(room, jumpRef, list);

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
          {uploads.map((upload) => (
            <div key={upload.id} data-key={upload.id}>
              <UploadRow upload={upload} />
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

/** Loads older messages as long as there is room above for them. */
function useOlder(room: Room, scroller: RefObject<HTMLDivElement | null>, rows: unknown) {
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

/** Lets others go to a message: to its row, which is loaded where it is not there. */
function useJump(
  room: Room,
  jumpRef: RefObject<((eventId: string) => void) | undefined>,
  list: RefObject<HTMLDivElement | null>,
): void {
  const { client } = useConnection();
  useEffect(() => {
    const rowOf = (id: string) => {
      const events = room.getLiveTimeline().getEvents();
      const place = events.findIndex((event) => event.getId() === id);
      if (place < 0) return undefined;
      // What is no message has no place of its own: the next message has.
      for (const event of events.slice(place)) {
        const row = list.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(event.getId() ?? "")}"]`);
        if (row) return row;
      }
      return undefined;
    };
    const jumpTo = async (id: string) => {
      for (let part = 0; part < JUMP_PARTS_MAX && !rowOf(id) && hasOlder(room); part++) {
        await loadOlder(client, room);
        await new Promise((drawn) => setTimeout(drawn, DRAWN_MILLIS));
      }
      const row = rowOf(id);
      row?.scrollIntoView({ block: "center" });
      if (!row) return;
      row.dataset.found = "";
      row.addEventListener("animationend", () => delete row.dataset.found, { once: true });
    };
    jumpRef.current = (id) => void jumpTo(id).catch((e: unknown) => console.warn("not found", e));
    const jumpAsked = () => {
      const asked = jumps.get();
      if (asked?.roomId !== room.roomId) return;
      jumps.set(undefined);
      jumpRef.current?.(asked.eventId);
    };
    jumpAsked();
    return jumps.subscribe(jumpAsked);
  }, [client, room, jumpRef, list]);
}
