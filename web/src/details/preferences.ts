import { PushRuleKind } from "matrix-js-sdk/lib/@types/PushRules.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";

/** Matrix's tag for rooms that stand before the others. */
const PINNED = "m.favourite";

/** Whether one has put this chat before the others. */
export function isPinned(room: Room): boolean {
  return PINNED in room.tags;
}

export async function setPinned(client: MatrixClient, roomId: string, pinned: boolean): Promise<void> {
  await (pinned ? client.setRoomTag(roomId, PINNED, { order: 0.5 }) : client.deleteRoomTag(roomId, PINNED));
}

/** The rooms for which a push rule says that nothing in them notifies. */
export function mutedRooms(client: MatrixClient): ReadonlySet<string> {
  const rules = client.pushRules?.global.room ?? [];
  const muting = rules.filter(({ enabled, actions }) => enabled && !actions.some((action) => action === "notify"));
  return new Set(muting.map(({ rule_id }) => rule_id));
}

export function isMuted(client: MatrixClient, roomId: string): boolean {
  return mutedRooms(client).has(roomId);
}

export async function setMuted(client: MatrixClient, roomId: string, muted: boolean): Promise<void> {
  if (muted) await client.addPushRule("global", PushRuleKind.RoomSpecific, roomId, { actions: [] });
  else await client.deletePushRule("global", PushRuleKind.RoomSpecific, roomId);
}
