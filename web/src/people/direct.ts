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
function directChatWith(client: MatrixClient, userId: string, encrypted: boolean): Room | undefined {
  const rooms = joined(client, directs(client)[userId]);
  // Whoever does not ask for encryption gets what there is, an open chat first.
  return rooms.find((room) => room.hasEncryptionStateEvent() === encrypted) ?? (encrypted ? undefined : rooms[0]);
}

/** All chats of two that one is in, by the other person. */
export function directChats(client: MatrixClient): Map<string, Room> {
  return new Map(
    Object.entries(directs(client)).flatMap(([userId, ids]): [string, Room][] => {
      const [room] = joined(client, ids);
      return room ? [[userId, room]] : [];
    }),
  );
}

function joined(client: MatrixClient, roomIds: unknown): Room[] {
  if (!Array.isArray(roomIds)) return [];
  const rooms = roomIds.map((id) => client.getRoom(id as string));
  return rooms.filter((room) => room?.getMyMembership() === "join") as Room[];
}

export async function rememberDirect(client: MatrixClient, userId: string, roomId: string): Promise<void> {
  const all = directs(client);
  const others = (Array.isArray(all[userId]) ? all[userId] : []).filter((id) => id !== roomId);
  await client.setAccountData(EventType.Direct, { ...all, [userId]: [roomId, ...others] });
}

/** What makes a chat an encrypted one from its first message on. */
export const ENCRYPTED = {
  initial_state: [{ type: EventType.RoomEncryption, state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
};

/** The chat with somebody: the one that there is, or a new one. An encrypted one stands beside the other. */
export async function openDirect(client: MatrixClient, userId: string, encrypted = false): Promise<string> {
  const known = directChatWith(client, userId, encrypted);
  if (known) return known.roomId;
  const { room_id } = await client.createRoom({
    is_direct: true,
    invite: [userId],
    preset: Preset.TrustedPrivateChat,
    ...(encrypted && ENCRYPTED),
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
