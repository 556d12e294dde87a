import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useDoubt } from "../encryption/useDoubt.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { clockTime, fullDay } from "../i18n/times.ts";
import { Avatar } from "../people/Avatar.tsx";
import { readersOf } from "../receipts/unreadPeople.ts";
import { useConnection } from "../session/useConnection.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./MessageDetails.module.css";
import { nameOf, present, sent, type Message } from "./useConversation.ts";
import type { Timeline } from "./useTimeline.ts";

interface Props {
  message: Message;
  timeline: Timeline;
  onClose: () => void;
}

/** More people than this are not looked at one by one. */
const PEOPLE_MAX = 200;

/** Who sent a message, when, how many have not read it, and what is known of its encryption. */
export function MessageDetails({ message, timeline, onClose }: Props) {
  const text = useText();
  const language = useLanguage();
  const { sentMillis, senderName, unreadPeople, room, event } = message;
  const { readBy } = useConnection();
  const { loaded } = timeline;
  const { read, unread } = readersOf(
    event.getId() ?? "",
    loaded.events().map(sent),
    room.getJoinedMembers().slice(0, PEOPLE_MAX).map(present),
    readBy.inRoom(room.roomId),
    !loaded.hasNewer,
  );
  const doubt = useDoubt(event, message.afterEncryption);
  return (
    <Dialog title={text.messageDetails.title} onClose={onClose}>
      <dl className={styles.details}>
        <dt>{text.messageDetails.sender}</dt>
        <dd dir="auto">{senderName}</dd>
        <dt>{text.messageDetails.sent}</dt>
        <dd>
          {fullDay(language, sentMillis)} {clockTime(language, sentMillis)}
        </dd>
        {read.length > 0 && (
          <>
            <dt>{text.messageDetails.read(read.length)}</dt>
            <dd>
              <People room={room} ids={read} />
            </dd>
          </>
        )}
        <dt>{text.messageDetails.unread}</dt>
        <dd>
          {unread.length > 0 ? (
            <People room={room} ids={unread} />
          ) : unreadPeople > 0 ? (
            text.conversation.members(unreadPeople)
          ) : (
            text.messageDetails.allRead
          )}
        </dd>
        {room.hasEncryptionStateEvent() && (
          <>
            <dt>{text.messageDetails.encryption}</dt>
            <dd className={styles.encryption}>
              <Icon name={doubt === undefined ? "lock" : "info"} size={18} />
              {doubt !== undefined
                ? text.encryption.doubts[doubt]
                : event.isEncrypted()
                  ? text.encryption.on
                  : text.messageDetails.beforeEncryption}
            </dd>
          </>
        )}
      </dl>
    </Dialog>
  );
}

function People({ room, ids }: { room: Room; ids: readonly string[] }) {
  return (
    <ul className={styles.people}>
      {ids.map((id) => (
        <li key={id}>
          <Avatar id={id} name={nameOf(room, id)} picture={room.getMember(id)?.getMxcAvatarUrl()} sidePixels={28} />
          <bdi>{nameOf(room, id)}</bdi>
        </li>
      ))}
    </ul>
  );
}
