import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { Preset } from "matrix-js-sdk/lib/@types/partials.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";

/** The chats of two, by person, as Matrix keeps them in account data (m.direct). */
type Directs = Record<string, string[]>;

function directs(client: MatrixClient): Directs {
  return client.getAccountData(EventType.Direct)?.getContent() ?? {};
}

/** The other person of a chat of two. */
export function partnerOf(client: MatrixClient, roomId: string): string | undefined {
  return Object.entries(directs(client)).find(([, rooms]) => Array.isArray(rooms) && rooms.includes(roomId))?.[0];
}

/** The chat of two with somebody, where there is one that one is in. */
export function directChatWith(client: MatrixClient, userId: string): Room | undefined {
  return firstJoined(client, directs(client)[userId]);
}

/** All chats of two that one is in, by the other person. */
export function directChats(client: MatrixClient): Map<string, Room> {
  return new Map(
    Object.entries(directs(client)).flatMap(([userId, rooms]): [string, Room][] => {
      const room = firstJoined(client, rooms);
      return room ? [[userId, room]] : [];
    }),
  );
}

function firstJoined(client: MatrixClient, roomIds: unknown): Room | undefined {
  if (!Array.isArray(roomIds)) return undefined;
  const rooms = roomIds.map((id) => client.getRoom(id as string));
  return rooms.find((room) => room?.getMyMembership() === "join") ?? undefined;
}

export async function rememberDirect(client: MatrixClient, userId: string, roomId: string): Promise<void> {
  const all = directs(client);
  const others = (Array.isArray(all[userId]) ? all[userId] : []).filter((id) => id !== roomId);
  await client.setAccountData(EventType.Direct, { ...all, [userId]: [roomId, ...others] });
}

/** The chat with somebody: the one that there is, or a new one. */
export async function openDirect(client: MatrixClient, userId: string): Promise<string> {
  const known = directChatWith(client, userId);
  if (known) return known.roomId;
  const { room_id } = await client.createRoom({
    is_direct: true,
    invite: [userId],
    preset: Preset.TrustedPrivateChat,
  });
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
