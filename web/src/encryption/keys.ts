import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import { decodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/recovery-key.js";
import type { Connection } from "../session/connection.ts";
import { withPassword } from "../session/password.ts";

const CONFIRMED_ASKED_MAX = 40;
const CONFIRMED_ASKED_EVERY_MILLIS = 250;

/** What somebody has typed is no recovery key, or not the one that opens what is stored. */
export class WrongRecoveryKey extends Error {}

/**
 * Makes a person's keys, which say which devices are theirs, and keeps them and the keys of their chats at the server,
 * encrypted with a new recovery key. What was kept there before is replaced.
 *
 * @param password empty where nobody has been asked for it
 * @returns the recovery key, to be shown once
 * @throws PasswordNeeded
 * @throws PasswordWrong
 */
export async function makeKeys({ client, userId, encryption }: Connection, password: string): Promise<string> {
  const crypto = await encryption.start();
  const made = await crypto.createRecoveryKeyFromPassphrase();
  if (made.encodedPrivateKey === undefined) throw new Error("no recovery key was made");
  const isTheirs = await ownsIdentity(crypto, userId, client.getDeviceId() ?? "");
  await crypto.bootstrapCrossSigning({
    setupNewCrossSigning: !isTheirs,
    authUploadDeviceSigningKeys: withPassword(userId, password),
  });
  await encryption.recoveryKey.whileUsed(made.privateKey, () =>
    crypto.bootstrapSecretStorage({
      setupNewSecretStorage: true,
      setupNewKeyBackup: true,
      createSecretStorageKey: () => Promise.resolve(made),
    }),
  );
  encryption.steps.set(encryption.steps.get() + 1);
  return made.encodedPrivateKey;
}

/**
 * Makes this device one of the person's by their recovery key, and fetches the keys of their chats.
 *
 * @returns how many keys have come
 * @throws WrongRecoveryKey
 */
export async function restoreKeys({ client, userId, encryption }: Connection, typed: string): Promise<number> {
  const crypto = await encryption.start();
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = decodeRecoveryKey(typed);
  } catch {
    throw new WrongRecoveryKey();
  }
  const stored = await client.secretStorage.getKey();
  if (!stored || !(await client.secretStorage.checkKey(bytes, stored[1]))) throw new WrongRecoveryKey();
  return encryption.recoveryKey.whileUsed(bytes, async () => {
    await known(client, userId);
    await crypto.bootstrapCrossSigning({});
    await confirmed(crypto, userId, client.getDeviceId() ?? "");
    await crypto.loadSessionBackupPrivateKeyFromSecretStorage();
    await crypto.checkKeyBackupAndEnable();
    const { imported } = await crypto.restoreKeyBackup();
    encryption.steps.set(encryption.steps.get() + 1);
    return imported;
  });
}

/** Waits until the server knows this device: a signature over one that it does not know would be lost. */
async function known(client: MatrixClient, userId: string): Promise<void> {
  for (let asked = 0; asked < CONFIRMED_ASKED_MAX; asked++) {
    const { device_keys } = await client.downloadKeysForUsers([userId]);
    if (device_keys[userId]?.[client.getDeviceId() ?? ""]) return;
    await new Promise((resolve) => setTimeout(resolve, CONFIRMED_ASKED_EVERY_MILLIS));
  }
}

/** Asks the server until what this device has signed for itself comes back; a little, as it is of use later, too. */
async function confirmed(crypto: CryptoApi, userId: string, deviceId: string): Promise<void> {
  for (let asked = 0; asked < CONFIRMED_ASKED_MAX; asked++) {
    await crypto.userHasCrossSigningKeys(userId); // of one's own, the SDK fetches what the server has now
    const device = await crypto.getDeviceVerificationStatus(userId, deviceId);
    if (device?.crossSigningVerified === true) return;
    await new Promise((resolve) => setTimeout(resolve, CONFIRMED_ASKED_EVERY_MILLIS));
  }
}

async function ownsIdentity(crypto: CryptoApi, userId: string, deviceId: string): Promise<boolean> {
  const device = await crypto.getDeviceVerificationStatus(userId, deviceId);
  return device?.crossSigningVerified === true && (await crypto.isCrossSigningReady());
}
