import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { partnerOf } from "../people/direct.ts";
import { mayDeleteFrom } from "../people/roomState.ts";
import type { Message } from "./useConversation.ts";

/** Whether a message means the same in another chat. */
export function mayForward({ content, state }: Message): boolean {
  if (state !== "sent" || content.kind === "deleted") return false;
  return content.kind === "card" ? content.card.mayForward : content.kind !== "undecryptable";
}

/** Whether one may delete a message for all: one's own, and those of others in a group that one leads. */
export function mayDelete(client: MatrixClient, room: Room, userId: string, { own, sender }: Message): boolean {
  return own || (partnerOf(client, room) === undefined && mayDeleteFrom(room, userId, sender));
}

/** Whether one may change what was said: oneself, as long as it is words. */
export function mayEdit({ own, state, content }: Message): boolean {
  return own && state === "sent" && content.kind === "text";
}
