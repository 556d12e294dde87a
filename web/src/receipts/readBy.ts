import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import type { Read } from "./unreadPeople.ts";

type ReceiptContent = Record<string, Record<string, Record<string, { ts?: number; thread_id?: string }>>>;

const NOBODY: ReadonlyMap<string, readonly Read[]> = new Map();

/**
 * Who has read up to where, in each room: the newest receipt of each person, for the whole room and for each thread.
 * Kept beside the SDK, which says this only for one person and one event at a time.
 */
export class ReadBy {
  private readonly rooms = new Map<string, Map<string, Read[]>>();

  /** Must be made before the client starts: receipts from this device's store come while it does. */
  constructor(client: MatrixClient) {
    client.on(RoomEvent.Receipt, (event, room) => this.take(event, room));
  }

  inRoom(roomId: string): ReadonlyMap<string, readonly Read[]> {
    return this.rooms.get(roomId) ?? NOBODY;
  }

  private take(event: MatrixEvent, room: Room): void {
    const people = this.rooms.get(room.roomId) ?? new Map<string, Read[]>();
    this.rooms.set(room.roomId, people);
    for (const [eventId, types] of Object.entries(event.getContent<ReceiptContent>())) {
      for (const [type, readers] of Object.entries(types)) {
        if (type !== "m.read") continue;
        for (const [userId, { ts, thread_id }] of Object.entries(readers)) {
          const others = (people.get(userId) ?? []).filter((read) => read.thread !== thread_id);
          people.set(userId, [...others, { eventId, atMillis: ts ?? 0, thread: thread_id }]);
        }
      }
    }
  }
}
