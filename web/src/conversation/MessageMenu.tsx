import { useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { EmojiPicker } from "../emoji/EmojiPicker.tsx";
import { useText } from "../i18n/language.ts";
import { filesOnlyIn } from "../media/filesOnlyIn.ts";
import { maySendState } from "../people/roomState.ts";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { Problem } from "../ui/Field.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Menu, MenuItem, type Point } from "../ui/Menu.tsx";
import { Question } from "../ui/Question.tsx";
import { hide, TooManyHidden } from "./hidden.ts";
import { mayDelete, mayEdit, mayForward } from "./may.ts";
import { MessageDetails } from "./MessageDetails.tsx";
import styles from "./MessageMenu.module.css";
import { pin } from "./NoticeBar.tsx";
import { react } from "./Reactions.tsx";
import type { Message } from "./useConversation.ts";
import type { Timeline } from "./useTimeline.ts";

const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

interface Props {
  room: Room;
  message: Message;
  /** Where a mouse has pressed. */
  at: Point | undefined;
  onClose: () => void;
  onReply: () => void;
  onEdit: () => void;
  onForward: () => void;
  onSelect: () => void;
  /** What is loaded, to see who has read it. */
  timeline: Timeline;
}

/** What can be done with a message. */
export function MessageMenu({ room, message, at, onClose, onReply, onEdit, onForward, onSelect, timeline }: Props) {
  const text = useText();
  const { client, outbox, userId } = useConnection();
  const { sentence, attempt } = useAttempt();
  const [shown, setShown] = useState<"menu" | "delete" | "hide" | "details" | "emoji">("menu");
  const { event, content, own } = message;
  const id = event.getId() ?? "";
  const isText = content.kind === "text";
  const isThere = message.state === "sent";
  const done = (what?: Promise<unknown>) => {
    what?.catch((e: unknown) => console.warn("not done", e));
    onClose();
  };
  const pinIt = () => attempt(pin(client, room, id).then(onClose));

  if (shown === "delete") {
    return (
      <Question
        title={text.message.deleteQuestion}
        act={text.message.deleteNow}
        onAct={() => done(outbox.redact(room.roomId, id, own ? filesOnlyIn(client, event) : []))}
        onClose={onClose}
      >
        <p>{own ? text.message.deleteHint : text.message.deleteOthersHint}</p>
      </Question>
    );
  }
  if (shown === "hide") return <HideQuestion room={room} eventId={id} onClose={onClose} />;
  if (shown === "emoji") {
    const given = (key: string) => message.reactions.find((reaction) => reaction.key === key)?.own;
    return <EmojiPicker at={at} onPick={(key) => done(react(outbox, event, key, given(key)))} onClose={onClose} />;
  }
  if (shown === "details") return <MessageDetails message={message} timeline={timeline} onClose={onClose} />;
  return (
    <Menu title={text.message.menu} at={at} onClose={onClose}>
      {isThere && (
        <div className={styles.quick} role="group" aria-label={text.message.react}>
          {QUICK.map((key) => {
            const given = message.reactions.find((reaction) => reaction.key === key)?.own;
            return (
              <button
                key={key}
                type="button"
                aria-pressed={given !== undefined}
                onClick={() => done(react(outbox, event, key, given))}
              >
                {key}
              </button>
            );
          })}
          <button
            type="button"
            aria-label={text.message.reactOther}
            title={text.message.reactOther}
            onClick={() => setShown("emoji")}
          >
            <Icon name="plus" size={20} />
          </button>
        </div>
      )}
      {sentence !== "" && <Problem>{sentence}</Problem>}
      {isThere && <MenuItem icon="reply" name={text.message.reply} onClick={onReply} />}
      {isText && (
        <MenuItem
          icon="copy"
          name={text.message.copy}
          onClick={() => done(navigator.clipboard.writeText(content.text))}
        />
      )}
      {mayForward(message) && <MenuItem icon="forward" name={text.message.forward} onClick={onForward} />}
      {mayEdit(message) && <MenuItem icon="pencil" name={text.message.edit} onClick={onEdit} />}
      {isThere && maySendState(room, EventType.RoomPinnedEvents, userId) && (
        <MenuItem icon="notice" name={text.message.pin} onClick={pinIt} />
      )}
      {isThere && <MenuItem icon="check" name={text.selection.start} onClick={onSelect} />}
      {isThere && <MenuItem icon="info" name={text.message.details} onClick={() => setShown("details")} />}
      {isThere && <MenuItem icon="hide" name={text.message.hide} onClick={() => setShown("hide")} />}
      {isThere && mayDelete(client, room, userId, message) && (
        <MenuItem icon="trash" isDanger name={text.message.delete} onClick={() => setShown("delete")} />
      )}
      {message.state === "failed" && (
        <>
          <MenuItem icon="retry" name={text.common.retry} onClick={() => done(outbox.resend(event))} />
          <MenuItem
            icon="trash"
            name={text.message.drop}
            onClick={() => {
              outbox.drop(event);
              onClose();
            }}
          />
        </>
      )}
    </Menu>
  );
}

/** Deletes a message for oneself: nobody else can, so it does not go through the outbox. */
function HideQuestion({ room, eventId, onClose }: { room: Room; eventId: string; onClose: () => void }) {
  const text = useText();
  const { client } = useConnection();
  const { busy, failure, sentence, attempt } = useAttempt();
  return (
    <Question
      title={text.message.hideQuestion}
      act={text.message.deleteNow}
      disabled={busy}
      onAct={() => attempt(hide(client, room, [eventId]).then(onClose))}
      onClose={onClose}
    >
      <p>{text.message.hideHint}</p>
      {sentence !== "" && <Problem>{failure instanceof TooManyHidden ? text.message.hideTooMany : sentence}</Problem>}
    </Question>
  );
}
