import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { IconButton } from "../ui/Button.tsx";
import { Composer } from "./Composer.tsx";
import styles from "./ConversationPane.module.css";
import { InvitationPane } from "./InvitationPane.tsx";
import { MessageList } from "./MessageList.tsx";
import { TypingLine } from "./TypingLine.tsx";

interface Props {
  room: Room;
  /** Goes back to the list, where that is not beside. */
  onBack: () => void;
}

/** One chat: its name, its messages, and where one writes. */
export function ConversationPane({ room, onBack }: Props) {
  const text = useText();
  const invited = room.getMyMembership() === "invite";
  return (
    <section className={styles.pane} aria-label={room.name}>
      <header className={styles.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={onBack} />
        <Avatar id={room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={38} />
        <div className={styles.title}>
          <h1 dir="auto">{room.name.slice(0, 100)}</h1>
          {!invited && <p>{text.conversation.members(room.getJoinedMemberCount())}</p>}
        </div>
      </header>
      {invited ? (
        <InvitationPane room={room} onDeclined={onBack} />
      ) : (
        <>
          <MessageList room={room} />
          <TypingLine room={room} />
          <Composer room={room} />
        </>
      )}
    </section>
  );
}

/** The room's own picture, or the face of the other one in a chat of two. */
export function pictureOf(room: Room): string | undefined {
  return room.getMxcAvatarUrl() ?? room.getAvatarFallbackMember()?.getMxcAvatarUrl();
}
