import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { CryptoApi, GeneratedSecretStorageKey } from "matrix-js-sdk/lib/crypto-api/index.js";
import { decodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/recovery-key.js";
import type { Connection } from "../session/connection.ts";
import { PasswordNeeded, withPassword } from "../session/password.ts";

const CONFIRMED_ASKED_MAX = 40;
const CONFIRMED_ASKED_EVERY_MILLIS = 250;

/** What somebody has typed is no recovery key, or not the one that opens what is stored. */
export class WrongRecoveryKey extends Error {}

/** A recovery key that opens nothing yet. */
export interface NewRecoveryKey {
  /** As people read and type it. */
  text: string;
  made: GeneratedSecretStorageKey;
  /** Whether this device has the person's keys; otherwise they get new ones. */
  ownsIdentity: boolean;
}

/** Makes a recovery key on this device; the server learns of it only by `backUpWith`. */
export async function newRecoveryKey({ client, userId, encryption }: Connection): Promise<NewRecoveryKey> {
  const crypto = await encryption.start();
  const made = await crypto.createRecoveryKeyFromPassphrase();
  if (made.encodedPrivateKey === undefined) throw new Error("no recovery key was made");
  const isOwn = await ownsIdentity(crypto, userId, client.getDeviceId() ?? "");
  return { text: made.encodedPrivateKey, made, ownsIdentity: isOwn };
}

/**
 * Keeps a person's keys, which say which devices are theirs, and the keys of their chats at the server, encrypted with
 * a recovery key. What was kept there before is replaced. If this device does not have the person's keys, new ones are
 * made.
 *
 * @param password empty where nobody has been asked for it
 * @throws PasswordNeeded before anything has changed
 * @throws PasswordWrong before anything has changed
 */
export async function backUpWith(
  connection: Connection,
  { made, ownsIdentity }: NewRecoveryKey,
  password: string,
): Promise<void> {
  const { encryption } = connection;
  const crypto = await encryption.start();
  encryption.changingKeys.set(true);
  try {
    if (!ownsIdentity) await makeIdentity(connection, crypto, password);
    await encryption.recoveryKey.whileUsed(made.privateKey, () =>
      crypto.bootstrapSecretStorage({
        setupNewSecretStorage: true,
        setupNewKeyBackup: true,
        createSecretStorageKey: () => Promise.resolve(made),
      }),
    );
  } finally {
    encryption.changingKeys.set(false);
  }
  encryption.steps.set(encryption.steps.get() + 1);
}

/**
 * Makes new keys that say which devices are a person's. The SDK would encrypt them with the recovery key that was valid
 * until now, which nobody knows here: so that one is put aside before, and put back if the keys are not accepted.
 */
async function makeIdentity({ client, userId }: Connection, crypto: CryptoApi, password: string): Promise<void> {
  const before = await client.secretStorage.getDefaultKeyId();
  if (before !== null && password === "") throw new PasswordNeeded();
  if (before !== null) await client.secretStorage.setDefaultKeyId(null);
  try {
    await crypto.bootstrapCrossSigning({
      setupNewCrossSigning: true,
      authUploadDeviceSigningKeys: withPassword(userId, password),
    });
  } catch (e) {
    if (before !== null) await client.secretStorage.setDefaultKeyId(before);
    throw e;
  }
  await confirmed(crypto, userId, client.getDeviceId() ?? "");
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
  await crypto.userHasCrossSigningKeys(userId, true); // of one's own, the SDK fetches what the server has now
  const device = await crypto.getDeviceVerificationStatus(userId, deviceId);
  return device?.crossSigningVerified === true && (await crypto.isCrossSigningReady());
}
