import { useCallback, useEffect, useMemo } from "react";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { NotificationCountType, RoomEvent } from "matrix-js-sdk/lib/models/room.js";
import { invitationTo } from "../friends/requests.ts";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { visibleRooms } from "../people/visibleRooms.ts";
import { useConnection } from "../session/useConnection.ts";

const CHANGES = [
  RoomEvent.Receipt,
  RoomEvent.Timeline,
  RoomEvent.MyMembership,
  ClientEvent.Room,
  ClientEvent.DeleteRoom,
  ClientEvent.Sync,
] as const;

/** How much waits for somebody in all chats together. */
export interface Unread {
  messages: number;
  /** Friend requests that nobody has answered. */
  requests: number;
  /** Invitations to groups that nobody has answered. */
  invitations: number;
}

export function useUnread(): Unread {
  const { client, userId } = useConnection();
  const revision = useRevision(useCallback((changed) => listenTo(client, CHANGES, changed), [client]));
  return useMemo(() => {
    const rooms = visibleRooms(client);
    const invitations = rooms.flatMap((room) => invitationTo(room, userId) ?? []);
    const joined = rooms.filter((room) => room.getMyMembership() === "join");
    return {
      messages: joined.reduce((sum, room) => sum + room.getUnreadNotificationCount(NotificationCountType.Total), 0),
      requests: invitations.filter(({ isRequest }) => isRequest).length,
      invitations: invitations.filter(({ isRequest }) => !isRequest).length,
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the client is the same object however much it changes
  }, [client, userId, revision]);
}

/** The browser's tab says how much waits, and so does the installed app. */
export function useUnreadInTitle({ messages, requests, invitations }: Unread): void {
  const text = useText();
  const waiting = messages + requests + invitations;
  useEffect(() => {
    showBadge(waiting);
    document.title = waiting > 0 ? `(${waiting}) ${text.name}` : text.name;
  }, [waiting, text]);
  // Whoever signs out leaves nothing behind.
  useEffect(
    () => () => {
      showBadge(0);
      document.title = text.name;
    },
    [text],
  );
}

/** The badge of the installed app; not all browsers have one. */
function showBadge(count: number): void {
  const { setAppBadge } = navigator as { setAppBadge?: (count: number) => Promise<void> };
  setAppBadge?.call(navigator, count).catch((e: unknown) => console.warn("no badge", e));
}
