import type { Room } from "matrix-js-sdk/lib/models/room.js";

/** The room's own picture, or the face of the other one in a chat of two. */
export function pictureOf(room: Room): string | undefined {
  return room.getMxcAvatarUrl() ?? room.getAvatarFallbackMember()?.getMxcAvatarUrl();
}
