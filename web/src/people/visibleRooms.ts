import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { stateEvent } from "./roomState.ts";

/** Which room each has taken the place of; that is said once, when a room is made. */
const predecessors = new WeakMap<Room, string | undefined>();

/** All rooms but those that another one has taken the place of. The SDK's own asks each room anew each time. */
export function visibleRooms(client: MatrixClient): Room[] {
  const rooms = client.getRooms();
  const replaced = new Set(rooms.map(predecessorOf));
  return rooms.filter((room) => !replaced.has(room.roomId));
}

function predecessorOf(room: Room): string | undefined {
  if (predecessors.has(room)) return predecessors.get(room);
  const predecessor = room.findPredecessor()?.roomId;
  if (stateEvent(room, "m.room.create")) predecessors.set(room, predecessor);
  return predecessor;
}
