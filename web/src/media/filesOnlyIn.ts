import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { attachmentIn } from "./attachment.ts";

/**
 * What goes from the server with a message of one's own: files that were encrypted, because the server does not see
 * which message they belong to. A file stays that another loaded message carries, as it was forwarded.
 *
 * @returns mxc:// addresses
 */
export function filesOnlyIn(client: Pick<MatrixClient, "getRooms">, event: MatrixEvent): string[] {
  const own = encryptedIn(event.getContent());
  if (own.length === 0) return own;
  const others = client
    .getRooms()
    .flatMap((room) => room.getLiveTimeline().getEvents())
    .filter((other) => other.getId() !== event.getId())
    .flatMap((other) => encryptedIn(other.getContent()));
  return own.filter((mxc) => !others.includes(mxc));
}

function encryptedIn(content: Record<string, unknown>): string[] {
  const attachment = attachmentIn(content);
  return [attachment, attachment?.preview].flatMap((file) => (file?.secret ? [file.mxc] : []));
}
