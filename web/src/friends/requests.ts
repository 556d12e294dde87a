import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { openDirect, rememberDirect } from "../people/direct.ts";
import { changeFriend } from "./friendList.ts";

/*
 * Whoever adds a friend opens a chat of two; for the other one its invitation is a friend request, which makes friends
 * of both when it is accepted.
 */

/** Who has invited this device's person to a chat, and whether to a chat of two. */
export function invitationTo(room: Room, ownId: string): { inviter: string; isRequest: boolean } | undefined {
  const own = room.getMember(ownId)?.events.member;
  if (room.getMyMembership() !== "invite" || !own) return undefined;
  return { inviter: own.getSender() ?? "", isRequest: own.getContent<{ is_direct?: boolean }>().is_direct === true };
}

/** The friend request that somebody has made, where there is one. */
export function requestOf(client: MatrixClient, userId: string): Room | undefined {
  const ownId = client.getSafeUserId();
  return client.getRooms().find((room) => {
    const invitation = invitationTo(room, ownId);
    return invitation?.isRequest && invitation.inviter === userId;
  });
}

/** Accepts an invitation; a friend request makes a friend of whoever made it. */
export async function accept(client: MatrixClient, room: Room): Promise<void> {
  const invitation = invitationTo(room, client.getSafeUserId());
  const name = invitation && room.getMember(invitation.inviter)?.rawDisplayName;
  await client.joinRoom(room.roomId);
  if (!invitation?.isRequest) return;
  await rememberDirect(client, invitation.inviter, room.roomId);
  await list(client, invitation.inviter, name);
}

export async function decline(client: MatrixClient, room: Room): Promise<void> {
  await client.leave(room.roomId);
}

/** Makes somebody a friend: accepts their request where there is one, and makes one otherwise. */
export async function befriend(client: MatrixClient, userId: string, name: string): Promise<void> {
  const request = requestOf(client, userId);
  if (request) return accept(client, request);
  await openDirect(client, userId);
  await list(client, userId, name);
}

function list(client: MatrixClient, userId: string, name: string | undefined): Promise<void> {
  return changeFriend(client, userId, (kept) => ({ ...kept, listed: true, ...(name && { name }) }));
}
