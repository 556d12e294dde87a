import { useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { isFoundBy } from "../people/hangul.ts";
import { pictureOf } from "../people/roomPicture.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import { Icon } from "../ui/Icon.tsx";
import { forwardContent } from "./compose.ts";
import styles from "./ForwardDialog.module.css";
import type { Message } from "./useConversation.ts";

/** More chats are not shown at once: one types a part of the name. */
const SHOWN_MAX = 30;

/** So many chats get something at once: more is a circular. */
const CHATS_MAX = 10;

interface Props {
  /** In the order in which they are sent. */
  messages: readonly Message[];
  onClose: () => void;
  onSent?: () => void;
}

/** Sends messages once more, to one or several other chats. */
export function ForwardDialog({ messages, onClose, onSent }: Props) {
  const text = useText();
  const { client, outbox } = useConnection();
  const [sought, setSought] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rooms = client
    .getVisibleRooms()
    .filter((room) => room.getMyMembership() === "join" && !room.isSpaceRoom())
    .filter((room) => isFoundBy(room.name, sought))
    .sort((a, b) => b.getLastActiveTimestamp() - a.getLastActiveTimestamp())
    .slice(0, SHOWN_MAX);
  const toggle = (roomId: string) =>
    setChosen(chosen.includes(roomId) ? chosen.filter((id) => id !== roomId) : [...chosen, roomId]);
  const send = () => {
    onClose();
    onSent?.();
    for (const roomId of chosen) {
      for (const message of messages) {
        const content = forwardContent(message.event.getContent());
        // What becomes of it, the message itself shows in its chat.
        outbox
          .send({ roomId, type: EventType.RoomMessage, content })
          .catch((e: unknown) => console.warn("not forwarded", e));
      }
    }
  };
  return (
    <Dialog title={text.message.forwardTo} onClose={onClose}>
      <Field
        label={text.chats.search}
        type="search"
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <ul className={styles.rooms}>
        {rooms.map((room) => {
          const isChosen = chosen.includes(room.roomId);
          return (
            <li key={room.roomId}>
              <button
                type="button"
                aria-pressed={isChosen}
                disabled={!isChosen && chosen.length >= CHATS_MAX}
                onClick={() => toggle(room.roomId)}
              >
                <Avatar id={room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={38} />
                <bdi>{room.name.slice(0, 100)}</bdi>
                {isChosen && <Icon name="check" />}
              </button>
            </li>
          );
        })}
      </ul>
      <Button disabled={chosen.length === 0} onClick={send}>
        {text.message.forwardNow(chosen.length)}
      </Button>
    </Dialog>
  );
}
