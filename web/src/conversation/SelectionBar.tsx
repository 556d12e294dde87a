import { useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { useEscape } from "../live/escape.ts";
import { filesOnlyIn } from "../media/filesOnlyIn.ts";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Question } from "../ui/Question.tsx";
import { ForwardDialog } from "./ForwardDialog.tsx";
import { hide, TooManyHidden } from "./hidden.ts";
import { mayDelete, mayForward } from "./may.ts";
import styles from "./SelectionBar.module.css";
import type { Message } from "./useConversation.ts";

interface Props {
  room: Room;
  selected: readonly Message[];
  onDone: () => void;
}

/** What can be done with several messages at once, in the place of what one writes. */
export function SelectionBar({ room, selected, onDone }: Props) {
  const text = useText();
  const [asked, setAsked] = useState<"forward" | "delete">();
  useEscape(onDone);
  const inOrder = [...selected].sort((a, b) => a.sentMillis - b.sentMillis);
  const close = () => setAsked(undefined);
  return (
    <div className={styles.bar} role="toolbar" aria-label={text.selection.title}>
      <IconButton icon="close" label={text.selection.end} onClick={onDone} />
      <p role="status">{text.selection.count(selected.length)}</p>
      <IconButton
        icon="forward"
        label={text.message.forward}
        disabled={selected.length === 0 || !selected.every(mayForward)}
        onClick={() => setAsked("forward")}
      />
      <IconButton
        icon="trash"
        label={text.message.deleteNow}
        disabled={selected.length === 0}
        onClick={() => setAsked("delete")}
      />
      {asked === "forward" && <ForwardDialog messages={inOrder} onClose={close} onSent={onDone} />}
      {asked === "delete" && <DeleteQuestion room={room} selected={inOrder} onClose={close} onDone={onDone} />}
    </div>
  );
}

/** For oneself, and for all where one may with each of them. */
function DeleteQuestion({ room, selected, onClose, onDone }: Props & { onClose: () => void }) {
  const text = useText();
  const { client, outbox, userId } = useConnection();
  const { busy, failure, sentence, attempt } = useAttempt();
  const ids = selected.map(({ event }) => event.getId() ?? "");
  const forAll = () => {
    for (const { event, own } of selected) {
      outbox
        .redact(room.roomId, event.getId() ?? "", own ? filesOnlyIn(client, event) : [])
        .catch((e: unknown) => console.warn("not deleted", e));
    }
    onDone();
  };
  return (
    <Question
      title={text.selection.deleteQuestion(selected.length)}
      act={text.message.hide}
      disabled={busy}
      onAct={() => attempt(hide(client, room, ids).then(onDone))}
      onClose={onClose}
    >
      <p>{text.message.hideHint}</p>
      {selected.every((message) => mayDelete(client, room, userId, message)) && (
        <>
          <p>{text.selection.forAllHint}</p>
          <Button look="danger" onClick={forAll}>
            {text.message.delete}
          </Button>
        </>
      )}
      {sentence !== "" && <Problem>{failure instanceof TooManyHidden ? text.message.hideTooMany : sentence}</Problem>}
    </Question>
  );
}
