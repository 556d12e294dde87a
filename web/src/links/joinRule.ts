import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import { JoinRule } from "matrix-js-sdk/lib/@types/partials.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";

/*
 * A link to a chat lets nobody in by itself: whoever has it asks ("knocks"), and somebody in the chat says yes. So a
 * link that gets into wrong hands shows them the chat's name, and no message.
 */

/** Whether those who have the chat's link may ask to be let in, or may even come in. */
export function hasLink(room: Room): boolean {
  return [JoinRule.Knock, JoinRule.Public].includes(room.getJoinRule());
}

export async function setLink(client: MatrixClient, roomId: string, on: boolean): Promise<void> {
  const join_rule = on ? JoinRule.Knock : JoinRule.Invite;
  await client.sendStateEvent(roomId, EventType.RoomJoinRules, { join_rule });
}

/** Comes in as soon as somebody says yes to what one has asked for; returns how to stop. */
export function followKnocks(client: MatrixClient): () => void {
  const changed = (room: Room, membership: string, before?: string) => {
    if (before !== KnownMembership.Knock || membership !== KnownMembership.Invite) return;
    // Otherwise it stays an invitation, to be accepted by hand.
    client.joinRoom(room.roomId).catch((e: unknown) => console.warn("not joined", e));
  };
  client.on(RoomEvent.MyMembership, changed);
  return () => client.off(RoomEvent.MyMembership, changed);
}
