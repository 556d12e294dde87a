import { useState, type SubmitEvent } from "react";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { Jump } from "../conversation/jumps.ts";
import { useText } from "../i18n/language.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Field, Problem } from "../ui/Field.tsx";
import { SidePane } from "../ui/SidePane.tsx";
import { EncryptedHits } from "./EncryptedHits.tsx";
import { Hits } from "./Hits.tsx";
import styles from "./SearchPane.module.css";

interface Props {
  room: Room;
  onClose: () => void;
  onFound: (hit: Jump) => void;
}

/** Finds words in a chat, or goes to a date. */
export function SearchPane({ room, onClose, onFound }: Props) {
  const text = useText();
  const { client } = useConnection();
  const encrypted = room.hasEncryptionStateEvent();
  const [typed, setTyped] = useState("");
  const [term, setTerm] = useState("");
  const [sentence, setSentence] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTerm(typed.trim());
  };
  const toDay = (day: string) => {
    setSentence("");
    const millis = new Date(`${day}T00:00:00`).getTime();
    if (Number.isNaN(millis) || millis < 0) return;
    client.timestampToEvent(room.roomId, millis, Direction.Forward).then(
      ({ event_id }) => onFound({ roomId: room.roomId, eventId: event_id }),
      (e: unknown) => {
        const isNone = (e as { errcode?: string }).errcode === "M_NOT_FOUND";
        setSentence(isNone ? text.search.noSuchDay : problem(text, e));
      },
    );
  };
  return (
    <SidePane title={text.search.title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.line}>
          <Field
            label={text.search.words}
            type="search"
            value={typed}
            autoFocus
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
          />
          <IconButton icon="search" type="submit" label={text.search.title} />
        </div>
        {encrypted && <p>{text.encryption.searchedHere}</p>}
        <Field label={text.search.day} type="date" onChange={(event) => toDay(event.target.value)} />
        {sentence !== "" && <Problem>{sentence}</Problem>}
      </form>
      <div className={styles.hits}>
        {term !== "" &&
          (encrypted ? (
            <EncryptedHits key={term} room={room} term={term} onFound={onFound} />
          ) : (
            <Hits term={term} roomId={room.roomId} onFound={onFound} />
          ))}
      </div>
    </SidePane>
  );
}
