import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";

/*
 * Messages that somebody has deleted for themselves alone. Their ids are account data of the chat, so none of the
 * account's devices shows them; the server and the others keep the messages.
 */

const HIDDEN = "org.bongsu.hidden";

declare module "matrix-js-sdk/lib/@types/event.js" {
  interface RoomAccountDataEvents {
    [HIDDEN]: { events: string[] };
  }
}

/** An id takes some 50 bytes and the server accepts 256 KB; every change sends all of them to each device. */
export const HIDDEN_MAX = 1_000;

/** As many messages are hidden in this chat as can be. */
export class TooManyHidden extends Error {}

const NONE: ReadonlySet<string> = new Set();
const read = new WeakMap<MatrixEvent, ReadonlySet<string>>();

export function isHidden(room: Room | null | undefined, event: MatrixEvent): boolean {
  const id = event.getId();
  return room != null && id !== undefined && hiddenIn(room).has(id);
}

/** The ids of a chat's hidden messages; what does not look like ids is left out. */
function hiddenIn(room: Room): ReadonlySet<string> {
  const stored = room.getAccountData(HIDDEN);
  if (!stored) return NONE;
  const known = read.get(stored) ?? idsIn(stored.getContent());
  read.set(stored, known);
  return known;
}

export function idsIn(content: unknown): ReadonlySet<string> {
  const { events } = (content ?? {}) as { events?: unknown };
  if (!Array.isArray(events)) return NONE;
  return new Set(events.filter((id): id is string => typeof id === "string").slice(0, HIDDEN_MAX));
}

let changing: Promise<unknown> = Promise.resolve();

/**
 * Hides messages on all devices of this account; one change after the other, each based on the one before.
 *
 * @throws TooManyHidden
 */
export function hide(client: MatrixClient, room: Room, eventIds: readonly string[]): Promise<void> {
  const changed = changing.then(async () => {
    const ids = [...new Set([...(await latest(client, room)), ...eventIds])];
    if (ids.length > HIDDEN_MAX) throw new TooManyHidden("no more can be hidden in this chat");
    await client.setRoomAccountData(room.roomId, HIDDEN, { events: ids });
  });
  changing = changed.catch(() => undefined);
  return changed;
}

/** As the server has it: what this device has just hidden comes back only with the next sync. */
async function latest(client: MatrixClient, room: Room): Promise<ReadonlySet<string>> {
  const path = `/user/${encodeURIComponent(client.getSafeUserId())}/rooms/${encodeURIComponent(room.roomId)}`;
  try {
    return idsIn(await client.http.authedRequest(Method.Get, `${path}/account_data/${HIDDEN}`));
  } catch (e) {
    if ((e as { errcode?: string }).errcode === "M_NOT_FOUND") return NONE;
    throw e;
  }
}
