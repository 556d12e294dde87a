import { useCallback, useEffect, useState } from "react";
import { CryptoEvent } from "matrix-js-sdk/lib/crypto-api/CryptoEvent.js";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useStore } from "../live/store.ts";
import { useConnection } from "../session/useConnection.ts";

/** How far a person and this device have come with encryption. */
export type Standing =
  | "unknown"
  | "off"
  /** The person has no keys of their own yet. */
  | "none"
  /** The person has keys, but this device has not shown that it is theirs. */
  | "unverified"
  /** Verified, but the keys of chats are kept on this device alone. */
  | "no-backup"
  | "ready";

const CHANGES = [
  CryptoEvent.KeysChanged,
  CryptoEvent.UserTrustStatusChanged,
  CryptoEvent.KeyBackupStatus,
  CryptoEvent.KeyBackupDecryptionKeyCached,
  CryptoEvent.DevicesUpdated,
  ClientEvent.AccountData,
] as const;

export function useStanding(): Standing {
  const { client, userId, encryption } = useConnection();
  const state = useStore(encryption.state);
  const steps = useStore(encryption.steps);
  const changing = useStore(encryption.changingKeys);
  const [standing, setStanding] = useState<Standing>("unknown");
  const revision = useRevision(useCallback((changed) => listenTo(client, CHANGES, changed), [client]));
  useEffect(() => {
    const crypto = client.getCrypto();
    if (!crypto || state !== "on" || changing) return;
    let current = true;
    const ask = async (): Promise<Standing> => {
      const deviceId = client.getDeviceId() ?? "";
      if (!(await crypto.userHasCrossSigningKeys(userId, true))) return "none";
      const device = await crypto.getDeviceVerificationStatus(userId, deviceId);
      if (device?.crossSigningVerified !== true) return "unverified";
      const backup = await crypto.getActiveSessionBackupVersion();
      return backup !== null && (await crypto.isSecretStorageReady()) ? "ready" : "no-backup";
    };
    ask().then(
      (now) => {
        if (current) setStanding(now);
      },
      (e: unknown) => console.warn("not known how far encryption is", e),
    );
    return () => {
      current = false;
    };
  }, [client, userId, state, steps, changing, revision]);
  return state === "on" ? standing : "off";
}
