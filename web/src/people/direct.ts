import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { ofTwo } from "./roomOptions.ts";

/*
 * Chats of two. Account data (m.direct) says which rooms are meant to be one, but it goes on saying so when a third
 * person is in: so the members decide, too.
 */

/** The chats of two, by person, as Matrix keeps them in account data (m.direct). */
type Directs = Record<string, string[]>;

function directs(client: MatrixClient): Directs {
  return client.getAccountData(EventType.Direct)?.getContent() ?? {};
}

/** The other person of a chat of two; nothing if it is none. */
export function partnerOf(client: MatrixClient, room: Room): string | undefined {
  const named = Object.entries(directs(client)).find(([, ids]) => Array.isArray(ids) && ids.includes(room.roomId));
  return named && isOfTwo(room, named[0]) ? named[0] : undefined;
}

/** Whether nobody but oneself and this person is in a chat or invited to it. The person may have left. */
export function isOfTwo(room: Room, partner: string): boolean {
  const count = room.getInvitedAndJoinedMemberCount();
  const others = [KnownMembership.Join, KnownMembership.Invite]
    .flatMap((membership) => room.getMembersWithMembership(membership))
    .filter(({ userId }) => userId !== room.myUserId && userId !== partner);
  // Not every member is known here, but their number is.
  const partnerIsOut = ["leave", "ban"].includes(room.getMember(partner)?.membership ?? "");
  return others.length === 0 && count <= (partnerIsOut ? 1 : 2);
}

/** The chat of two with somebody, where there is one that one is in. */
function directChatWith(client: MatrixClient, userId: string, encrypted: boolean): Room | undefined {
  const rooms = ofTwoWith(client, userId, directs(client)[userId]);
  // Whoever does not ask for encryption gets what there is, an open chat first.
  return rooms.find((room) => room.hasEncryptionStateEvent() === encrypted) ?? (encrypted ? undefined : rooms[0]);
}

/** All chats of two that one is in, by the other person. */
export function directChats(client: MatrixClient): Map<string, Room> {
  return new Map(
    Object.entries(directs(client)).flatMap(([userId, ids]): [string, Room][] => {
      const [room] = ofTwoWith(client, userId, ids);
      return room ? [[userId, room]] : [];
    }),
  );
}

function ofTwoWith(client: MatrixClient, userId: string, roomIds: unknown): Room[] {
  if (!Array.isArray(roomIds)) return [];
  const rooms = roomIds.map((id) => client.getRoom(id as string));
  return rooms.filter((room): room is Room => room?.getMyMembership() === "join" && isOfTwo(room, userId));
}

export async function rememberDirect(client: MatrixClient, userId: string, roomId: string): Promise<void> {
  const all = directs(client);
  const others = (Array.isArray(all[userId]) ? all[userId] : []).filter((id) => id !== roomId);
  await client.setAccountData(EventType.Direct, { ...all, [userId]: [roomId, ...others] });
}

/**
 * The chat of two with somebody: the one that there is, or a new one. If they have left it, or declined, they are
 * invited again: nobody would read what is written there. An encrypted one exists next to the other.
 */
export async function openDirect(client: MatrixClient, userId: string, encrypted = false): Promise<string> {
  const known = directChatWith(client, userId, encrypted);
  if (known) {
    if (known.getMember(userId)?.membership === "leave") await client.invite(known.roomId, userId);
    return known.roomId;
  }
  const { room_id } = await client.createRoom(ofTwo(userId, encrypted));
  await rememberDirect(client, userId, room_id);
  return room_id;
}

/** The id that somebody has typed: "minji" is a person of one's own server. Nothing where it cannot be one. */
export function typedUserId(typed: string, ownUserId: string): string | undefined {
  const text = typed.trim();
  const ownServer = ownUserId.slice(ownUserId.indexOf(":"));
  const full = /^[a-z0-9._=/+-]+$/i.test(text) ? `@${text.toLowerCase()}${ownServer}` : text;
  return /^@[^\s:]+:[^\s]+$/.test(full) ? full : undefined;
}
