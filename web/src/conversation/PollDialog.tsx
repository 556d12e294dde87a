import { useState, type SubmitEvent } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import styles from "./PollDialog.module.css";
import { ANSWERS_MAX, ANSWERS_MIN, ANSWER_CHARS_MAX, POLL_START, QUESTION_CHARS_MAX, pollContent } from "./polls.ts";

interface Line {
  key: number;
  text: string;
}

/** Makes a poll. */
export function PollDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const text = useText();
  const { outbox } = useConnection();
  const [question, setQuestion] = useState("");
  const [lines, setLines] = useState<Line[]>([
    { key: 0, text: "" },
    { key: 1, text: "" },
  ]);
  const [several, setSeveral] = useState(false);
  const [hidden, setHidden] = useState(false);
  const answers = [...new Set(lines.map((line) => line.text.trim()).filter((line) => line !== ""))];
  const isReady = question.trim() !== "" && answers.length >= ANSWERS_MIN;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const content = pollContent({
      question: question.trim(),
      answers: answers.map((answer, place) => ({ id: `answer-${place + 1}`, text: answer })),
      selectionsMax: several ? answers.length : 1,
      disclosed: !hidden,
    });
    onClose();
    // What becomes of it, the message itself shows.
    outbox.send({ roomId: room.roomId, type: POLL_START, content }).catch((e: unknown) => console.warn("not sent", e));
  };
  return (
    <Dialog title={text.poll.make} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <Field
          label={text.poll.question}
          value={question}
          autoFocus
          maxLength={QUESTION_CHARS_MAX}
          onChange={(event) => setQuestion(event.target.value)}
        />
        {lines.map(({ key, text: line }, place) => (
          <div key={key} className={styles.line}>
            <Field
              label={text.poll.answer(place + 1)}
              value={line}
              maxLength={ANSWER_CHARS_MAX}
              onChange={(event) =>
                setLines(lines.map((other) => (other.key === key ? { key, text: event.target.value } : other)))
              }
            />
            {lines.length > ANSWERS_MIN && (
              <IconButton
                icon="close"
                label={text.poll.remove(place + 1)}
                onClick={() => setLines(lines.filter((other) => other.key !== key))}
              />
            )}
          </div>
        ))}
        {lines.length < ANSWERS_MAX && (
          <Button
            look="quiet"
            onClick={() => setLines([...lines, { key: Math.max(...lines.map(({ key }) => key)) + 1, text: "" }])}
          >
            {text.poll.add}
          </Button>
        )}
        <label className={styles.choice}>
          <input type="checkbox" checked={several} onChange={(event) => setSeveral(event.target.checked)} />
          {text.poll.allowSeveral}
        </label>
        <label className={styles.choice}>
          <input type="checkbox" checked={hidden} onChange={(event) => setHidden(event.target.checked)} />
          {text.poll.hide}
        </label>
        <Button type="submit" disabled={!isReady}>
          {text.poll.submit}
        </Button>
      </form>
    </Dialog>
  );
}
