import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { invitationTo } from "./requests.ts";

/*
 * Blocked people are Matrix's ignored users: the server gives out neither their messages nor their invitations, and
 * they are not told.
 */

export function isBlocked(client: MatrixClient, userId: string): boolean {
  return client.isUserIgnored(userId);
}

export function blockedPeople(client: MatrixClient): string[] {
  return client.getIgnoredUsers();
}

/** Blocks somebody, and turns down what they have invited one to. */
export async function block(client: MatrixClient, userId: string): Promise<void> {
  await client.setIgnoredUsers([...new Set([...client.getIgnoredUsers(), userId])]);
  const ownId = client.getSafeUserId();
  const invitations = client.getRooms().filter((room) => invitationTo(room, ownId)?.inviter === userId);
  for (const { roomId } of invitations) await client.leave(roomId);
}

export async function unblock(client: MatrixClient, userId: string): Promise<void> {
  await client.setIgnoredUsers(client.getIgnoredUsers().filter((id) => id !== userId));
}
