import { useCallback, useMemo } from "react";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { MatrixEventEvent, type MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { NotificationCountType, RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { contentOf, isMessage, oneLine } from "../../conversation/content.ts";
import { isHidden } from "../../conversation/hidden.ts";
import { isPinned, mutedRooms } from "../../details/preferences.ts";
import { useText, type Text } from "../../i18n/language.ts";
import { listenTo } from "../../live/listen.ts";
import { useRevision } from "../../live/revision.ts";
import { useStore } from "../../live/store.ts";
import { pictureOf } from "../../people/roomPicture.ts";
import { visibleRooms } from "../../people/visibleRooms.ts";
import type { ChatLine } from "../../session/seenChats.ts";
import { useConnection } from "../../session/useConnection.ts";

/** A chat in the list. */
export interface Chat extends ChatLine {
  room: Room;
}

const CHANGES = [
  RoomEvent.Timeline,
  RoomEvent.TimelineReset,
  RoomEvent.LocalEchoUpdated,
  RoomEvent.Redaction,
  RoomEvent.Name,
  RoomEvent.MyMembership,
  RoomEvent.Receipt,
  RoomEvent.Tags,
  RoomEvent.AccountData,
  ClientEvent.AccountData,
  ClientEvent.Room,
  ClientEvent.DeleteRoom,
  ClientEvent.Sync,
  MatrixEventEvent.Decrypted,
  MatrixEventEvent.Replaced,
] as const;

/** The chats that one is in or invited to, pinned ones and then the newest first. */
export function useChats(): Chat[] {
  const { client, outbox } = useConnection();
  const deleting = useStore(outbox.deleting);
  const text = useText();
  const revision = useRevision(useCallback((changed) => listenTo(client, CHANGES, changed), [client]));
  return useMemo(() => {
    const muted = mutedRooms(client);
    return visibleRooms(client)
      .filter((room) => !room.isSpaceRoom() && ["join", "invite"].includes(room.getMyMembership()))
      .map((room): Chat => {
        const invitation = room.getMyMembership() === "invite";
        const last = lastMessage(room);
        return {
          room,
          id: room.roomId,
          name: room.name,
          picture: pictureOf(room),
          invitation,
          // Of thousands of chats, only few are drawn.
          get lastLine() {
            if (invitation || !last) return invitation ? text.chats.invitation : "";
            return deleting.has(last.getId() ?? "") ? text.conversation.deleted : oneLine(text, contentOf(last));
          },
          lastMillis: last?.getTs() ?? newestMillis(room),
          unread: room.getUnreadNotificationCount(NotificationCountType.Total),
          pinned: isPinned(room),
          muted: muted.has(room.roomId),
          members: room.getJoinedMemberCount(),
        };
      })
      .sort((a, b) => rank(b) - rank(a) || b.lastMillis - a.lastMillis);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the client is the same object however much it changes
  }, [client, text, deleting, revision]);
}

/** What a start may show of the list before the chats are read; what was said encrypted is kept nowhere in the clear. */
export function seenLines(text: Text, chats: readonly Chat[]): ChatLine[] {
  return chats.map(({ room, ...line }) => ({
    ...line,
    ...(room.hasEncryptionStateEvent() && { lastLine: text.chats.encrypted }),
  }));
}

/** Invitations stand first, then what somebody has pinned. */
function rank(chat: Chat): number {
  return chat.invitation ? 2 : chat.pinned ? 1 : 0;
}

function lastMessage(room: Room): MatrixEvent | undefined {
  return room
    .getLiveTimeline()
    .getEvents()
    .findLast((event) => isMessage(event) && !isHidden(room, event));
}

function newestMillis(room: Room): number {
  return room.getLiveTimeline().getEvents().at(-1)?.getTs() ?? 0;
}
