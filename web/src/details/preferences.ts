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

/** Whether a push rule for this room says that nothing in it notifies. */
export function isMuted(client: MatrixClient, roomId: string): boolean {
  const rule = client.pushRules?.global.room?.find(({ rule_id }) => rule_id === roomId);
  return rule !== undefined && rule.enabled && !rule.actions.some((action) => action === "notify");
}

export async function setMuted(client: MatrixClient, roomId: string, muted: boolean): Promise<void> {
  if (muted) await client.addPushRule("global", PushRuleKind.RoomSpecific, roomId, { actions: [] });
  else await client.deletePushRule("global", PushRuleKind.RoomSpecific, roomId);
}
