import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { RoomState } from "matrix-js-sdk/lib/models/room-state.js";

function stateOf(room: Room): RoomState | undefined {
  return room.getLiveTimeline().getState(Direction.Forward);
}

export function stateEvent(room: Room, type: string): MatrixEvent | undefined {
  return stateOf(room)?.getStateEvents(type, "") ?? undefined;
}

/** What the room's state says now; nothing where it says nothing, or something else than an object. */
export function stateContent(room: Room, type: string): Record<string, unknown> | undefined {
  return stateEvent(room, type)?.getContent();
}

export function maySendState(room: Room, type: string, userId: string): boolean {
  return stateOf(room)?.maySendStateEvent(type, userId) ?? false;
}

/** Whether a power level is enough for what the room's rules name. */
export function isEnoughFor(room: Room, action: "kick" | "redact", powerLevel: number): boolean {
  return stateOf(room)?.hasSufficientPowerLevelFor(action, powerLevel) ?? false;
}

/** Whether somebody may delete, for all, what another has said: as with removing people, not from one's equals. */
export function mayDeleteFrom(room: Room, userId: string, sender: string): boolean {
  const own = levelOf(room, userId);
  return isEnoughFor(room, "redact", own) && own > levelOf(room, sender);
}

/** Somebody's power level; also of those who have left. */
function levelOf(room: Room, userId: string): number {
  const levels = stateContent(room, "m.room.power_levels") ?? {};
  const users = levels.users as Record<string, unknown> | undefined;
  const level = room.getMember(userId)?.powerLevel ?? users?.[userId] ?? levels.users_default;
  return typeof level === "number" ? level : 0;
}

/** The power level that is needed to change who may do what. */
export function levelToGiveRoles(room: Room): number {
  const levels = stateContent(room, "m.room.power_levels") ?? {};
  const events = levels.events as Record<string, unknown> | undefined;
  const needed = events?.["m.room.power_levels"] ?? levels.state_default;
  return typeof needed === "number" ? needed : 50;
}
