import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { joinsGroupsOfFriends } from "./settings.ts";
import { invitationTo } from "./requests.ts";
import { friendsOf } from "./useFriends.ts";

/**
 * Joins the groups to which friends invite, one after the other; a refusal leaves the invitation as it is.
 *
 * @param chatsRead resolves when it is known who is a friend
 * @returns how to stop
 */
export function followInvitationsOfFriends(client: MatrixClient, chatsRead: Promise<void>): () => void {
  let isStopped = false;
  let joining: Promise<unknown> = chatsRead;
  const join = (room: Room) => {
    joining = joining.then(async () => {
      if (!isStopped && isOfFriend(client, room)) await client.joinRoom(room.roomId);
    });
    joining = joining.catch((e: unknown) => console.warn("not joined", e));
  };
  const invited = (room: Room, membership: string) => {
    if (membership === "invite") join(room);
  };
  chatsRead.then(
    () => client.getRooms().forEach(join),
    () => undefined,
  );
  client.on(RoomEvent.MyMembership, invited);
  return () => {
    isStopped = true;
    client.off(RoomEvent.MyMembership, invited);
  };
}

/** Whether a friend has invited to a group, and one wants to come into those at once. */
function isOfFriend(client: MatrixClient, room: Room): boolean {
  const invitation = invitationTo(room, client.getSafeUserId());
  if (!invitation || invitation.isRequest || !joinsGroupsOfFriends(client)) return false;
  return friendsOf(client).some(({ id, waiting }) => id === invitation.inviter && !waiting);
}
