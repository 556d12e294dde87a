import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { HistoryVisibility } from "matrix-js-sdk/lib/@types/partials.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";

/** Whether those who come into a chat read what is being said there now. Nobody gets the keys of an encrypted one. */
export function newcomersReadAll(room: Room): boolean {
  const readsAll = [HistoryVisibility.Shared, HistoryVisibility.WorldReadable].includes(room.getHistoryVisibility());
  return readsAll && !room.hasEncryptionStateEvent();
}

/** Holds for what is said from then on: the server judges each message by what held when it was sent. */
export async function setNewcomersReadAll(client: MatrixClient, roomId: string, on: boolean): Promise<void> {
  const history_visibility = on ? HistoryVisibility.Shared : HistoryVisibility.Invited;
  await client.sendStateEvent(roomId, EventType.RoomHistoryVisibility, { history_visibility });
}
