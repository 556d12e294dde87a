import { useCallback, useEffect, useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { Avatar } from "../people/Avatar.tsx";
import { partnerOf } from "../people/direct.ts";
import { pictureOf } from "../people/roomPicture.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./ConversationPane.module.css";
import { InvitationPane } from "./InvitationPane.tsx";
import { PersonSheet } from "./PersonSheet.tsx";
import { Talk } from "./Talk.tsx";

interface Props {
  room: Room;
  /** Goes back to the list, where that is not beside. */
  onBack: () => void;
  onSearch: () => void;
  onDetails: () => void;
}

/** One chat: its name, its messages, and where one writes. */
export function ConversationPane({ room, onBack, onSearch, onDetails }: Props) {
  const text = useText();
  const invited = room.getMyMembership() === "invite";
  const encrypted = useEncrypted(room);
  const [sheetOf, setSheetOf] = useState<string>();
  const partner = partnerOf(useConnection().client, room);
  return (
    <section className={styles.pane} aria-label={room.name}>
      <header className={styles.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={onBack} />
        <button
          type="button"
          className={styles.face}
          disabled={invited}
          onClick={() => (partner === undefined ? onDetails() : setSheetOf(partner))}
        >
          <Avatar id={partner ?? room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={38} />
          <span className="only-read-aloud">
            {(partner === undefined ? text.details.of : text.person.of)(room.name.slice(0, 100))}
          </span>
        </button>
        <div className={styles.title}>
          <h1 dir="auto">{room.name.slice(0, 100)}</h1>
          {!invited && (
            <p>
              {encrypted && (
                <span className={styles.lock} title={text.encryption.on}>
                  <Icon name="lock" size={13} />
                  <span className="only-read-aloud">{text.encryption.on}</span>
                </span>
              )}
              {text.conversation.members(room.getJoinedMemberCount())}
            </p>
          )}
        </div>
        {!invited && (
          <div className={styles.more}>
            <IconButton icon="search" label={text.search.title} onClick={onSearch} />
            <IconButton icon="info" label={text.details.title} onClick={onDetails} />
          </div>
        )}
      </header>
      {invited ? <InvitationPane room={room} onDeclined={onBack} /> : <Talk room={room} />}
      {sheetOf !== undefined && <PersonSheet room={room} userId={sheetOf} onClose={() => setSheetOf(undefined)} />}
    </section>
  );
}

/** Whether a chat is encrypted; where it is, encryption is started. */
function useEncrypted(room: Room): boolean {
  const { encryption } = useConnection();
  useRevision(useCallback((changed) => listenTo(room, [RoomStateEvent.Events], changed), [room]));
  const encrypted = room.hasEncryptionStateEvent();
  useEffect(() => {
    if (encrypted) encryption.start().catch((e: unknown) => console.warn("no encryption", e));
  }, [encrypted, encryption]);
  return encrypted;
}
