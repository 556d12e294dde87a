import { useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { pictureOf } from "../people/roomPicture.ts";
import { useConnection } from "../session/useConnection.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import { forwardContent } from "./compose.ts";
import styles from "./ForwardDialog.module.css";
import type { Message } from "./useConversation.ts";

/** More chats are not shown at once: one types a part of the name. */
const SHOWN_MAX = 30;

/** Sends a message once more, to another chat. */
export function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const text = useText();
  const { client, outbox } = useConnection();
  const [sought, setSought] = useState("");
  const words = sought.trim().toLocaleLowerCase();
  const rooms = client
    .getVisibleRooms()
    .filter((room) => room.getMyMembership() === "join" && !room.isSpaceRoom())
    .filter((room) => room.name.toLocaleLowerCase().includes(words))
    .sort((a, b) => b.getLastActiveTimestamp() - a.getLastActiveTimestamp())
    .slice(0, SHOWN_MAX);
  const send = (roomId: string) => {
    const content = forwardContent(message.event.getContent());
    onClose();
    // What becomes of it, the message itself shows in its chat.
    outbox
      .send({ roomId, type: EventType.RoomMessage, content })
      .catch((e: unknown) => console.warn("not forwarded", e));
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
        {rooms.map((room) => (
          <li key={room.roomId}>
            <button type="button" onClick={() => send(room.roomId)}>
              <Avatar id={room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={38} />
              <bdi>{room.name.slice(0, 100)}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
