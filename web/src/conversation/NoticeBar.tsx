import { useCallback, useState } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useStore } from "../live/store.ts";
import { maySendState, stateContent } from "../people/roomState.ts";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Menu, MenuItem, pointOf, type Point } from "../ui/Menu.tsx";
import { useActions } from "./actions.ts";
import { contentOf, oneLine } from "./content.ts";
import { fold, folded, unfold } from "./folded.ts";
import { isHidden } from "./hidden.ts";
import styles from "./NoticeBar.module.css";
import { nameOf } from "./useConversation.ts";
import { useEvent } from "./useEvent.ts";

/** Older notices than these are forgotten when another comes. */
const PINNED_MAX = 50;

/** The newest message that somebody has put on top of the chat for all; each may fold it for themselves. */
export function NoticeBar({ room }: { room: Room }) {
  const text = useText();
  const { client, userId } = useConnection();
  const { jumpTo } = useActions();
  useRevision(useCallback((changed) => listenTo(room, [RoomStateEvent.Events], changed), [room]));
  const foldedHere = useStore(folded).get(room.roomId);
  const [menu, setMenu] = useState<{ at: Point | undefined }>();
  const { sentence, attempt } = useAttempt();
  const id = pinned(room).at(-1);
  const event = useEvent(room, id);
  if (id === undefined || !event || event.isRedacted() || isHidden(room, event)) return null;
  if (foldedHere === id) {
    return (
      <div className={styles.folded}>
        <IconButton icon="notice" label={text.message.unfold} onClick={() => unfold(room.roomId)} />
      </div>
    );
  }
  return (
    <div className={styles.bar}>
      <button type="button" className={styles.notice} onClick={() => jumpTo(id)}>
        <Icon name="notice" size={20} />
        <span>
          <b dir="auto">{oneLine(text, contentOf(event))}</b>
          <small>{text.message.pinnedOf(nameOf(room, event.getSender() ?? ""))}</small>
        </span>
      </button>
      {maySendState(room, EventType.RoomPinnedEvents, userId) && (
        <IconButton icon="more" label={text.message.noticeMenu} onClick={(press) => setMenu({ at: pointOf(press) })} />
      )}
      <IconButton icon="close" label={text.message.fold} onClick={() => fold(room.roomId, id)} />
      {menu && (
        <Menu title={text.message.noticeMenu} at={menu.at} onClose={() => setMenu(undefined)}>
          <MenuItem
            icon="trash"
            isDanger
            name={text.message.unpin}
            onClick={() => {
              setMenu(undefined);
              attempt(unpin(client, room, id));
            }}
          />
        </Menu>
      )}
      {sentence !== "" && <Problem>{sentence}</Problem>}
    </div>
  );
}

/** Puts a message on top of the chat for all, before those that are there. */
export async function pin(client: MatrixClient, room: Room, eventId: string): Promise<void> {
  const others = pinned(room).filter((id) => id !== eventId);
  await client.sendStateEvent(room.roomId, EventType.RoomPinnedEvents, {
    pinned: [...others, eventId].slice(-PINNED_MAX),
  });
}

async function unpin(client: MatrixClient, room: Room, eventId: string): Promise<void> {
  const others = pinned(room).filter((id) => id !== eventId);
  await client.sendStateEvent(room.roomId, EventType.RoomPinnedEvents, { pinned: others });
}

function pinned(room: Room): string[] {
  const ids = stateContent(room, EventType.RoomPinnedEvents)?.pinned;
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
}
