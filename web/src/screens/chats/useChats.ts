import { useCallback, useMemo } from "react";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { MatrixEventEvent, type MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { NotificationCountType, RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { contentOf, isMessage, oneLine } from "../../conversation/content.ts";
import { isPinned, mutedRooms } from "../../details/preferences.ts";
import { useText } from "../../i18n/language.ts";
import { listenTo } from "../../live/listen.ts";
import { useRevision } from "../../live/revision.ts";
import { useConnection } from "../../session/useConnection.ts";

/** A line of the list of chats. */
export interface Chat {
  room: Room;
  name: string;
  invitation: boolean;
  lastLine: string;
  lastMillis: number;
  unread: number;
  pinned: boolean;
  muted: boolean;
  members: number;
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
  ClientEvent.AccountData,
  ClientEvent.Room,
  ClientEvent.DeleteRoom,
  ClientEvent.Sync,
  MatrixEventEvent.Decrypted,
  MatrixEventEvent.Replaced,
] as const;

/** The chats that one is in or invited to, pinned ones and then the newest first. */
export function useChats(): Chat[] {
  const { client } = useConnection();
  const text = useText();
  const revision = useRevision(useCallback((changed) => listenTo(client, CHANGES, changed), [client]));
  return useMemo(() => {
    const muted = mutedRooms(client);
    return client
      .getVisibleRooms()
      .filter((room) => !room.isSpaceRoom() && ["join", "invite"].includes(room.getMyMembership()))
      .map((room): Chat => {
        const invitation = room.getMyMembership() === "invite";
        const last = lastMessage(room);
        return {
          room,
          name: room.name,
          invitation,
          lastLine: invitation ? text.chats.invitation : last ? oneLine(text, contentOf(last)) : "",
          lastMillis: last?.getTs() ?? newestMillis(room),
          unread: room.getUnreadNotificationCount(NotificationCountType.Total),
          pinned: isPinned(room),
          muted: muted.has(room.roomId),
          members: room.getJoinedMemberCount(),
        };
      })
      .sort((a, b) => rank(b) - rank(a) || b.lastMillis - a.lastMillis);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the client is the same object however much it changes
  }, [client, text, revision]);
}

/** Invitations stand first, then what somebody has pinned. */
function rank(chat: Chat): number {
  return chat.invitation ? 2 : chat.pinned ? 1 : 0;
}

function lastMessage(room: Room): MatrixEvent | undefined {
  return room.getLiveTimeline().getEvents().findLast(isMessage);
}

function newestMillis(room: Room): number {
  return room.getLiveTimeline().getEvents().at(-1)?.getTs() ?? 0;
}
