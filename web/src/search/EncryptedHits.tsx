import { useCallback, useEffect, useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { Jump } from "../conversation/jumps.ts";
import { useText } from "../i18n/language.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { EncryptedSearch } from "./encryptedSearch.ts";
import { Hit, TERM_CHARS_MIN } from "./Hits.tsx";
import styles from "./Hits.module.css";

interface Props {
  room: Room;
  term: string;
  onFound: (hit: Jump) => void;
}

/** What is found in an encrypted chat, and how far back it was looked for. */
export function EncryptedHits({ room, term, onFound }: Props) {
  const text = useText();
  const { client } = useConnection();
  const [search] = useState(() => new EncryptedSearch(client, room, term));
  const [busy, setBusy] = useState(true);
  const [failure, setFailure] = useState<unknown>();
  const isTooShort = term.length < TERM_CHARS_MIN;
  const look = useCallback(() => {
    search
      .further()
      .catch(setFailure)
      .finally(() => setBusy(false));
  }, [search]);
  useEffect(() => {
    if (!isTooShort) look();
  }, [look, isTooShort]);

  if (isTooShort) return <p className={styles.note}>{text.search.tooShort}</p>;
  const { hits, looked, unreadable, hasMore } = search;
  return (
    <section aria-label={text.search.results}>
      <p className={styles.note} role="status">
        {busy ? text.common.loading : hits.length > 0 ? text.search.found(hits.length) : text.search.nothing}
      </p>
      {!busy && <p className={styles.note}>{text.encryption.looked(looked, unreadable, hasMore)}</p>}
      <ul className={styles.hits}>
        {hits.map(({ event, body }) => (
          <Hit key={event.getId()} event={event} line={body} term={term} withRoom={false} onFound={onFound} />
        ))}
      </ul>
      {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
      {!busy && hasMore && (
        <Button
          look="quiet"
          className={styles.more}
          onClick={() => {
            setFailure(undefined);
            setBusy(true);
            look();
          }}
        >
          {text.encryption.lookFurther}
        </Button>
      )}
    </section>
  );
}
