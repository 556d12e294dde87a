import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Text } from "../i18n/language.ts";

/** Why a message cannot be read, by what can be done about it. */
export type WhyUndecryptable = keyof Text["encryption"]["why"];

export function whyUndecryptable(event: Pick<MatrixEvent, "decryptionFailureReason">): WhyUndecryptable {
  switch (event.decryptionFailureReason as string | null) {
    case "HISTORICAL_MESSAGE_NO_KEY_BACKUP":
    case "HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED":
    case "HISTORICAL_MESSAGE_WORKING_BACKUP":
      return "before";
    case "HISTORICAL_MESSAGE_USER_NOT_JOINED":
      return "notJoined";
    case "MEGOLM_KEY_WITHHELD":
    case "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE":
      return "withheld";
    case "SENDER_IDENTITY_PREVIOUSLY_VERIFIED":
    case "UNSIGNED_SENDER_DEVICE":
    case "UNKNOWN_SENDER_DEVICE":
    case "UNKNOWN_ERROR":
      return "broken";
    default:
      return "noKey";
  }
}
