import { useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { isEnoughFor, maySendState } from "../people/roomState.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import styles from "./MessageMenu.module.css";
import { pin } from "./NoticeBar.tsx";
import { react } from "./Reactions.tsx";
import type { Message } from "./useConversation.ts";

const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

interface Props {
  room: Room;
  message: Message;
  onClose: () => void;
  onReply: () => void;
  onEdit: () => void;
  onForward: () => void;
}

/** What can be done with a message. */
export function MessageMenu({ room, message, onClose, onReply, onEdit, onForward }: Props) {
  const text = useText();
  const { client, outbox, userId } = useConnection();
  const [deleting, setDeleting] = useState(false);
  const { event, content, own } = message;
  const id = event.getId() ?? "";
  const isText = content.kind === "text";
  const isThere = message.state === "sent";
  const mayDelete = own || isEnoughFor(room, "redact", room.getMember(userId)?.powerLevel ?? 0);
  const done = (what?: Promise<unknown>) => {
    what?.catch((e: unknown) => console.warn("not done", e));
    onClose();
  };
  const remove = () => done(outbox.redact(room.roomId, id));
  /** What was refused is on this device alone: it goes from its outbox, too. */
  const drop = () => {
    outbox.drop(event);
    onClose();
  };

  if (deleting) {
    return (
      <Dialog title={text.message.deleteQuestion} onClose={onClose}>
        <p>{text.message.deleteHint}</p>
        <Button look="danger" onClick={remove}>
          {text.message.deleteNow}
        </Button>
      </Dialog>
    );
  }
  return (
    <Dialog title={text.message.menu} onClose={onClose}>
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
        </div>
      )}
      <div className={styles.items}>
        {isThere && <Item icon="reply" name={text.message.reply} onClick={onReply} />}
        {isText && (
          <Item
            icon="copy"
            name={text.message.copy}
            onClick={() => done(navigator.clipboard.writeText(content.text))}
          />
        )}
        {isThere && !["poll", "undecryptable"].includes(content.kind) && (
          <Item icon="forward" name={text.message.forward} onClick={onForward} />
        )}
        {isThere && own && isText && <Item icon="pencil" name={text.message.edit} onClick={onEdit} />}
        {isThere && maySendState(room, EventType.RoomPinnedEvents, userId) && (
          <Item icon="notice" name={text.message.pin} onClick={() => done(pin(client, room, id))} />
        )}
        {mayDelete && isThere && <Item icon="trash" name={text.message.delete} onClick={() => setDeleting(true)} />}
        {message.state === "failed" && (
          <>
            <Item icon="retry" name={text.common.retry} onClick={() => done(outbox.resend(event))} />
            <Item icon="trash" name={text.message.drop} onClick={drop} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Item({ icon, name, onClick }: { icon: IconName; name: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick}>
      <Icon name={icon} />
      {name}
    </button>
  );
}
