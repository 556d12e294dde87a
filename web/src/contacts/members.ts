import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";

/** Somebody whom one may want to reach. */
export interface Person {
  id: string;
  name: string;
  picture: string | undefined;
}

/** More are not shown: nobody calls them all. */
const MEMBERS_MAX = 500;

/** The others in a chat, as far as this device knows them. */
export function othersIn(room: Room): Person[] {
  return [KnownMembership.Join, KnownMembership.Invite]
    .flatMap((membership) => room.getMembersWithMembership(membership))
    .filter(({ userId }) => userId !== room.myUserId)
    .slice(0, MEMBERS_MAX)
    .map((member) => ({ id: member.userId, name: member.name.slice(0, 100), picture: member.getMxcAvatarUrl() }));
}
