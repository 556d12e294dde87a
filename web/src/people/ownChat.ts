import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { directChats, rememberDirect } from "./direct.ts";
import { ofOne } from "./roomOptions.ts";

/*
 * The chat with oneself, for notes and files: in account data (m.direct) it is one's own chat of two, as in other
 * Matrix clients, so that every device finds it.
 */

export function isOwnChat(client: MatrixClient, roomId: string): boolean {
  return ownChat(client) === roomId;
}

function ownChat(client: MatrixClient): string | undefined {
  return directChats(client).get(client.getSafeUserId())?.roomId;
}

/** The chat with oneself: the one that there is, or a new one. */
export async function openOwnChat(client: MatrixClient): Promise<string> {
  const known = ownChat(client);
  if (known !== undefined) return known;
  const { room_id } = await client.createRoom(ofOne());
  await rememberDirect(client, client.getSafeUserId(), room_id);
  client.getRoom(room_id)?.recalculate();
  return room_id;
}
