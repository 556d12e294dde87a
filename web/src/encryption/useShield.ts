import { useEffect, useState } from "react";
import { EventShieldColour, EventShieldReason } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Text } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";

/** A reason to doubt who has sent an encrypted message; nothing where there is none. */
export function useShield(event: MatrixEvent): keyof Text["encryption"]["doubts"] | undefined {
  const { client } = useConnection();
  const [doubt, setDoubt] = useState<keyof Text["encryption"]["doubts"]>();
  const isClear =
    event.isEncrypted() && event.getClearContent() !== null && !event.isDecryptionFailure() && event.status === null;
  useEffect(() => {
    if (!isClear) return;
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
  }, [client, event, isClear]);
  return isClear ? doubt : undefined;
}

function doubtIn(colour: EventShieldColour | undefined, reason: EventShieldReason | null) {
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
