import { useEffect, useState } from "react";
import { SearchOrderBy } from "matrix-js-sdk/lib/@types/search.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { contentOf, oneLine } from "../conversation/content.ts";
import { isHidden } from "../conversation/hidden.ts";
import type { Jump } from "../conversation/jumps.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { listTime } from "../i18n/times.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./Hits.module.css";
import { marked } from "./marked.ts";

/** Korean is found by two syllables and more. */
export const TERM_CHARS_MIN = 2;

interface Part {
  events: MatrixEvent[];
  count: number;
  next: string | undefined;
}

interface Props {
  term: string;
  /** One chat; otherwise all that one is in. */
  roomId?: string;
  onFound: (hit: Jump) => void;
}

/** The messages that have these words, the newest first. */
export function Hits({ term, roomId, onFound }: Props) {
  const text = useText();
  const { client } = useConnection();
  const [found, setFound] = useState<{ term: string; part: Part }>();
  const [failure, setFailure] = useState<{ term: string; error: unknown }>();
  const isTooShort = term.length < TERM_CHARS_MIN;
  useEffect(() => {
    if (isTooShort) return;
    let current = true;
    search(client, term, roomId, undefined).then(
      (part) => {
        if (current) setFound({ term, part });
      },
      (error: unknown) => {
        if (current) setFailure({ term, error });
      },
    );
    return () => {
      current = false;
    };
  }, [client, term, roomId, isTooShort]);

  if (isTooShort) return <p className={styles.note}>{text.search.tooShort}</p>;
  if (failure?.term === term) return <Problem>{problem(text, failure.error)}</Problem>;
  if (found?.term !== term) return <p className={styles.note}>{text.common.loading}</p>;
  const { part } = found;
  const shown = part.events.filter((event) => !isHidden(client.getRoom(event.getRoomId()), event));
  const more = () => {
    search(client, term, roomId, part.next).then(
      (next) => setFound({ term, part: { ...next, events: [...part.events, ...next.events] } }),
      (error: unknown) => setFailure({ term, error }),
    );
  };
  return (
    <section aria-label={text.search.results}>
      <p className={styles.note} role="status">
        {part.count > 0 ? text.search.found(part.count) : text.search.nothing}
      </p>
      {roomId === undefined && client.getRooms().some((room) => room.hasEncryptionStateEvent()) && (
        <p className={styles.note}>{text.encryption.notSearched}</p>
      )}
      <ul className={styles.hits}>
        {shown.map((event) => (
          <Hit
            key={event.getId()}
            event={event}
            line={oneLine(text, contentOf(event))}
            term={term}
            withRoom={roomId === undefined}
            onFound={onFound}
          />
        ))}
      </ul>
      {part.next !== undefined && (
        <Button look="quiet" className={styles.more} onClick={more}>
          {text.search.more}
        </Button>
      )}
    </section>
  );
}

interface HitProps {
  event: MatrixEvent;
  line: string;
  term: string;
  withRoom: boolean;
  onFound: (hit: Jump) => void;
}

/** A message that was found. */
export function Hit({ event, line, term, withRoom, onFound }: HitProps) {
  const text = useText();
  const language = useLanguage();
  const { client } = useConnection();
  const roomId = event.getRoomId() ?? "";
  const room = client.getRoom(roomId);
  const sender = event.getSender() ?? "";
  const name = (room?.getMember(sender)?.name ?? sender).slice(0, 60);
  return (
    <li>
      <button type="button" onClick={() => onFound({ roomId, eventId: event.getId() ?? "" })}>
        <span className={styles.first}>
          <bdi>{withRoom ? `${room?.name.slice(0, 60) ?? roomId} · ${name}` : name}</bdi>
          {/* eslint-disable-next-line react-hooks/purity -- found just now */}
          <small>{listTime(language, text, event.getTs(), Date.now())}</small>
        </span>
        <span className={styles.words} dir="auto">
          {marked(line, term).map(({ words, isHit }, place) => (isHit ? <mark key={place}>{words}</mark> : words))}
        </span>
      </button>
    </li>
  );
}

async function search(
  client: MatrixClient,
  term: string,
  roomId: string | undefined,
  next: string | undefined,
): Promise<Part> {
  const answer = await client.search({
    body: {
      search_categories: {
        room_events: {
          search_term: term,
          keys: ["content.body"],
          order_by: SearchOrderBy.Recent,
          ...(roomId !== undefined && { filter: { rooms: [roomId] } }),
        },
      },
    },
    ...(next !== undefined && { next_batch: next }),
  });
  const { results = [], count = 0, next_batch } = answer.search_categories.room_events;
  return {
    events: results.map(({ result }) => new MatrixEvent(result)),
    count,
    next: results.length > 0 ? next_batch : undefined,
  };
}
