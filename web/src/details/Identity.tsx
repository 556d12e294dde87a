import { useRef, useState, type SubmitEvent } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { partnerOf } from "../people/direct.ts";
import { pictureOf } from "../people/roomPicture.ts";
import { maySendState, stateContent } from "../people/roomState.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import styles from "./Identity.module.css";

interface Props {
  room: Room;
  /** A chat of two looks like the other person. */
  isDirect: boolean;
  attempt: (what: Promise<unknown>) => void;
}

/** The picture and the name of a chat, which those who may can change. */
export function Identity({ room, isDirect, attempt }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const [name, setName] = useState<string>();
  const chooser = useRef<HTMLInputElement>(null);
  const may = (type: string) => !isDirect && maySendState(room, type, userId);

  const rename = (event: SubmitEvent) => {
    event.preventDefault();
    attempt(client.setRoomName(room.roomId, name?.trim() ?? ""));
    setName(undefined);
  };
  const changePhoto = async (file: File) => {
    const { content_uri } = await client.uploadContent(file, { includeFilename: false });
    await client.sendStateEvent(room.roomId, EventType.RoomAvatar, { url: content_uri });
  };
  return (
    <div className={styles.identity}>
      <Avatar id={room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={84} />
      {may(EventType.RoomAvatar) && (
        <>
          <button type="button" className={styles.photo} onClick={() => chooser.current?.click()}>
            {text.details.changePhoto}
          </button>
          <input
            ref={chooser}
            hidden
            type="file"
            accept="image/*"
            data-testid="room-photo"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file) attempt(changePhoto(file));
            }}
          />
        </>
      )}
      {name === undefined ? (
        <p className={styles.name}>
          <b dir="auto">{room.name.slice(0, 200)}</b>
          {may(EventType.RoomName) && (
            <IconButton icon="pencil" label={text.details.rename} onClick={() => setName(nameSet(room))} />
          )}
        </p>
      ) : (
        <form className={styles.rename} onSubmit={rename}>
          <Field
            label={text.details.name}
            value={name}
            maxLength={100}
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit">{text.details.save}</Button>
          <Button look="quiet" onClick={() => setName(undefined)}>
            {text.common.cancel}
          </Button>
        </form>
      )}
      {isDirect && <p className={styles.id}>{partnerOf(client, room.roomId)}</p>}
    </div>
  );
}

/** The name that somebody has given to the chat, and not the one made of its people's. */
function nameSet(room: Room): string {
  const name = stateContent(room, EventType.RoomName)?.name;
  return typeof name === "string" ? name : "";
}
