import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { partnerOf } from "../people/direct.ts";
import { handleOf } from "../people/handle.ts";
import { NameAndPhoto } from "../people/NameAndPhoto.tsx";
import { pictureOf } from "../people/roomPicture.ts";
import { maySendState, stateContent } from "../people/roomState.ts";
import { useConnection } from "../session/useConnection.ts";
import styles from "./Identity.module.css";

const NAME_CHARS_MAX = 100;

interface Props {
  room: Room;
  /** A chat of two looks like the other person. */
  isDirect: boolean;
}

/** The picture and the name of a chat, which those who may can change. */
export function Identity({ room, isDirect }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const { roomId } = room;
  const partner = isDirect ? partnerOf(client, room) : undefined;
  const may = (type: string) => !isDirect && maySendState(room, type, userId);
  const rename = {
    label: text.details.name,
    charsMax: NAME_CHARS_MAX,
    given: nameSet(room),
    mayBeEmpty: true,
    to: (name: string) => client.setRoomName(roomId, name),
  };
  const changePhoto = (url: string | undefined) =>
    client.sendStateEvent(roomId, EventType.RoomAvatar, url === undefined ? {} : { url });
  return (
    <div>
      <NameAndPhoto
        id={roomId}
        name={room.name}
        picture={pictureOf(room)}
        rename={may(EventType.RoomName) ? rename : undefined}
        onPhoto={may(EventType.RoomAvatar) ? changePhoto : undefined}
      />
      {partner !== undefined && <p className={styles.id}>{handleOf(partner, userId)}</p>}
    </div>
  );
}

/** The name that somebody has given to the chat, and not the one made of its people's. */
function nameSet(room: Room): string {
  const name = stateContent(room, EventType.RoomName)?.name;
  return typeof name === "string" ? name : "";
}
