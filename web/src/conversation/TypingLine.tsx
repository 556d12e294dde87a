import { useCallback } from "react";
import { RoomMemberEvent } from "matrix-js-sdk/lib/models/room-member.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useConnection } from "../session/useConnection.ts";
import styles from "./TypingLine.module.css";

const NAMED_MAX = 2;

/** Who is writing right now. The line keeps its height, so that nothing jumps. */
export function TypingLine({ room }: { room: Room }) {
  const text = useText();
  const { client, userId } = useConnection();
  useRevision(useCallback((changed) => listenTo(client, [RoomMemberEvent.Typing], changed), [client]));
  const names = room
    .getJoinedMembers()
    .filter((member) => member.typing && member.userId !== userId)
    .map((member) => member.name.slice(0, 40));
  return (
    <p className={styles.line} role="status">
      {names.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {text.conversation.typing(names.slice(0, NAMED_MAX), Math.max(0, names.length - NAMED_MAX))}
        </>
      )}
    </p>
  );
}
