import { useEffect, useState } from "react";
import { EventShieldColour, EventShieldReason } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Text } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";

export type Doubt = keyof Text["encryption"]["doubts"];

/**
 * A reason to doubt who has sent a message of an encrypted chat; nothing if there is none.
 *
 * @param afterEncryption whether the chat was encrypted when it was sent
 */
export function useDoubt(event: MatrixEvent, afterEncryption: boolean): Doubt | undefined {
  const { client } = useConnection();
  const [doubt, setDoubt] = useState<Doubt>();
  const isDecrypted =
    event.isEncrypted() && event.getClearContent() !== null && !event.isDecryptionFailure() && event.status === null;
  useEffect(() => {
    if (!isDecrypted) return;
    let current = true;
    client
      .getCrypto()
      ?.getEncryptionInfoForEvent(event)
      .then(
        (info) => {
          if (current) setDoubt(doubtIn(info?.shieldColour, info?.shieldReason ?? null));
        },
        (e: unknown) => console.warn("nothing known of a message's encryption", e),
      );
    return () => {
      current = false;
    };
  }, [client, event, isDecrypted]);
  if (isDecrypted) return doubt;
  return afterEncryption && !event.isEncrypted() && !event.isRedacted() ? "clear" : undefined;
}

/**
 * Whether a doubt is shown under the message itself: somebody may be pretending to be another. A device that its owner
 * has not confirmed is no such sign, as most people have no recovery key; the message's details name it.
 */
export function isAlarming(doubt: Doubt | undefined): doubt is "clear" | "mismatch" | "changed" {
  return doubt === "clear" || doubt === "mismatch" || doubt === "changed";
}

function doubtIn(colour: EventShieldColour | undefined, reason: EventShieldReason | null): Doubt | undefined {
  if (colour === undefined || colour === EventShieldColour.NONE) return undefined;
  switch (reason) {
    case EventShieldReason.UNVERIFIED_IDENTITY:
      // Of most people one has not compared anything: that alone is no news.
      return undefined;
    case EventShieldReason.UNSIGNED_DEVICE:
      return "unsigned";
    case EventShieldReason.UNKNOWN_DEVICE:
      return "unknown";
    case EventShieldReason.MISMATCHED_SENDER:
      return "mismatch";
    case EventShieldReason.VERIFICATION_VIOLATION:
      return "changed";
    default:
      // From the backup: who has sent it cannot be proved any more, as with all of one's older messages.
      return undefined;
  }
}
