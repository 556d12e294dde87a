import { useCallback, useEffect, useMemo } from "react";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { MatrixEventEvent, type MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import type { RoomMember } from "matrix-js-sdk/lib/models/room-member.js";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useStore } from "../live/store.ts";
import type { ReadBy } from "../receipts/readBy.ts";
import { unreadPeople, type Present, type Sent } from "../receipts/unreadPeople.ts";
import { stateEvent } from "../people/roomState.ts";
import { useConnection } from "../session/useConnection.ts";
import { contentOf, isMessage, photoOf, type Content } from "./content.ts";
import { isHidden } from "./hidden.ts";
import { noticeOf } from "./notices.ts";
import { reactionsTo, type Reaction } from "./Reactions.tsx";
import { rowsOf, type Entry, type Row } from "./rows.ts";
import type { Timeline } from "./useTimeline.ts";

export interface Message extends Entry {
  kind: "message";
  event: MatrixEvent;
  content: Content;
  senderName: string;
  senderPicture: string | undefined;
  own: boolean;
  state: "sent" | "sending" | "failed";
  unreadPeople: number;
  room: Room;
  /** What it answers to. */
  replyTo: string | undefined;
  /** The ids of whom it mentions. */
  mentions: string[];
  reactions: Reaction[];
  /** Whether the chat was encrypted by then. */
  afterEncryption: boolean;
}

export interface Notice extends Entry {
  kind: "notice";
  sentence: string;
}

const CHANGES = [
  RoomEvent.Timeline,
  RoomEvent.TimelineReset,
  RoomEvent.LocalEchoUpdated,
  RoomEvent.Redaction,
  RoomEvent.Receipt,
  RoomEvent.AccountData,
  RoomStateEvent.Members,
] as const;

const CLIENT_CHANGES = [
  MatrixEventEvent.Decrypted,
  MatrixEventEvent.Replaced,
  ClientEvent.Room,
  // Whom one has blocked.
  ClientEvent.AccountData,
] as const;

/**
 * The rows of what is loaded of a room, drawn again whenever something in it changes.
 *
 * @param readUpTo the last event that one had read when the chat was opened; a line stands below it
 */
export function useConversation(
  room: Room,
  { loaded, revision: loads }: Timeline,
  readUpTo: string | undefined,
): Row<Message | Notice>[] {
  const { client, userId, readBy, outbox } = useConnection();
  const deleting = useStore(outbox.deleting);
  const text = useText();
  const listen = useCallback(
    (changed: () => void) => {
      const stops = [listenTo(room, CHANGES, changed), listenTo(client, CLIENT_CHANGES, changed)];
      return () => stops.forEach((stop) => stop());
    },
    [room, client],
  );
  const revision = useRevision(listen);
  useEffect(() => {
    // Needed to know how many people there are to read a message; kept on this device afterwards.
    void room.loadMembersIfNeeded().catch((e: unknown) => console.warn("members not loaded", e));
  }, [room]);
  return useMemo(() => {
    const events = loaded.events();
    return rowsOf(
      entries(room, events, { toTheEnd: !loaded.hasNewer, userId, readBy, deleting, readUpTo }, (event) =>
        noticeOf(text, event, (id) => nameOf(room, id)),
      ),
    );
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the room is the same object however much it changes
  }, [room, loaded, loads, userId, readBy, deleting, readUpTo, text, revision]);
}

/** What decides how events are shown, besides themselves. */
interface View {
  toTheEnd: boolean;
  userId: string;
  readBy: ReadBy;
  /** What is being deleted. */
  deleting: ReadonlySet<string>;
  readUpTo: string | undefined;
}

function entries(
  room: Room,
  events: readonly MatrixEvent[],
  { toTheEnd, userId, readBy, deleting, readUpTo }: View,
  notice: (event: MatrixEvent) => string | undefined,
): (Message | Notice)[] {
  const unread = unreadPeople(
    events.map(sent),
    room.getJoinedMembers().map(present),
    readBy.inRoom(room.roomId),
    toTheEnd,
  );
  const encryptedSince = stateEvent(room, "m.room.encryption")?.getTs();
  const firstUnread = firstUnreadOf(room, events, userId, readUpTo);
  return events.flatMap((event, place): (Message | Notice)[] => {
    const sender = event.getSender() ?? "";
    const eventId = event.getId();
    const base = { key: event.getTxnId() ?? eventId ?? "", eventId, sender, sentMillis: event.getTs() };
    if (isMessage(event)) {
      // What blocked people said before they were.
      if (room.client.isUserIgnored(sender) || isHidden(room, event)) return [];
      const member = room.getMember(sender);
      const isDeleting = deleting.has(eventId ?? "");
      const content: Content = isDeleting ? { kind: "deleted" } : contentOf(event);
      const reactions = reactionsTo(room, eventId ?? "", userId, (id) => nameOf(room, id), deleting);
      return [
        {
          ...base,
          kind: "message",
          event,
          content,
          inGrid: photoOf(content) !== undefined && reactions.length === 0 && event.replyEventId === undefined,
          senderName: nameOf(room, sender),
          senderPicture: member?.getMxcAvatarUrl(),
          own: sender === userId,
          state: isDeleting ? "sending" : stateOf(event),
          unreadPeople: unread[place] ?? 0,
          room,
          replyTo: event.isRedacted() ? undefined : event.replyEventId,
          ...(event === firstUnread && { isFirstUnread: true }),
          mentions: mentionsOf(event),
          reactions,
          afterEncryption: encryptedSince !== undefined && event.getTs() > encryptedSince,
        },
      ];
    }
    const sentence = notice(event);
    return sentence === undefined ? [] : [{ ...base, kind: "notice", sentence }];
  });
}

/** The first message by another after what one has read last; nothing if that is not among these events. */
function firstUnreadOf(room: Room, events: readonly MatrixEvent[], userId: string, readUpTo: string | undefined) {
  const last = readUpTo === undefined ? -1 : events.findIndex((event) => event.getId() === readUpTo);
  const after = last < 0 ? [] : events.slice(last + 1);
  return after.find((event) => {
    const sender = event.getSender() ?? "";
    return sender !== userId && isMessage(event) && !room.client.isUserIgnored(sender) && !isHidden(room, event);
  });
}

/** More people than this are not marked in one message. */
const MENTIONS_MAX = 50;

function mentionsOf(event: MatrixEvent): string[] {
  const ids = event.getContent()["m.mentions"]?.user_ids as unknown;
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string").slice(0, MENTIONS_MAX) : [];
}

/** What receipts need to know of an event. */
export function sent(event: MatrixEvent): Sent {
  return {
    id: event.getId() ?? "",
    sender: event.getSender() ?? "",
    sentMillis: event.getTs(),
    thread: event.isRelation("m.thread") ? event.relationEventId : undefined,
  };
}

/** When somebody came in is known unless they have changed their name or face since. */
export function present(member: RoomMember): Present {
  const event = member.events.member;
  const before = event?.getPrevContent() as { membership?: string } | undefined;
  const justJoined =
    event?.getContent<{ membership?: string }>().membership === "join" && before?.membership !== "join";
  return { userId: member.userId, sinceMillis: justJoined ? event.getTs() : undefined };
}

function stateOf(event: MatrixEvent): Message["state"] {
  switch (event.status) {
    case null:
    case "sent":
      return "sent";
    case "not_sent":
    case "cancelled":
      return "failed";
    default:
      return "sending";
  }
}

const NAME_CHARS_MAX = 100;

/** What somebody is called in this room. */
export function nameOf(room: Room, userId: string): string {
  return (room.getMember(userId)?.name ?? userId).slice(0, NAME_CHARS_MAX);
}
