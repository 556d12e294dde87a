// The same two people with end-to-end encryption (matrix-js-sdk with its Rust cryptography):
// node js/encrypted-conversation.mjs URL

import { randomBytes } from "node:crypto";
import Attachment from "matrix-encrypt-attachment";
import { download, photo, sha256, upload } from "./attachment.mjs";
import { Device, Person, sdk } from "./person.mjs";
import { check, equal, refused, scenario, step, until, within } from "./steps.mjs";

const { CryptoEvent, VerificationPhase, VerifierEvent, decodeRecoveryKey } = await import(
  "matrix-js-sdk/lib/crypto-api/index.js"
);

const url = process.argv[2];
const run = randomBytes(4).toString("hex");
const bomi = new Person(url, `bomi-${run}`, "봄이");
const garam = new Person(url, `garam-${run}`, "가람");
const said = [];
let phone;
let laptop;
let garams;
let roomId;
let recoveryKey;

async function device(person, credentials, callbacks) {
  const made = new Device(person, credentials, callbacks);
  await made.encrypt();
  await made.start();
  return made;
}

/** The words of an event once it is decrypted on this device. */
async function words(on, eventId, seconds = 15) {
  const event = await on.event(roomId, eventId, seconds);
  const decrypted = () => !event.isBeingDecrypted() && event.isEncrypted() && !event.isDecryptionFailure();
  const clear = () => decrypted() && event.getClearContent()?.body;
  return await until(`${eventId} is decrypted (${event.decryptionFailureReason})`, clear, seconds);
}

async function tell(from, to, body) {
  const eventId = await from.say(roomId, body);
  said.push([eventId, body]);
  equal(await words(to, eventId), body, `what ${to.person.displayName} reads`);
  return eventId;
}

async function keys() {
  await step("two people register, and their clients make and upload device keys", async () => {
    const keep = {};
    phone = await device(bomi, await bomi.register("봄이의 휴대전화"), {
      cacheSecretStorageKey: (id, _info, key) => (keep[id] = key),
      getSecretStorageKey: async ({ keys: wanted }) => {
        const id = Object.keys(wanted).find((each) => keep[each]);
        return id ? [id, keep[id]] : null;
      },
    });
    garams = await device(garam, await garam.register("가람의 휴대전화"));
    for (const each of [phone, garams]) {
      await until("device keys are on the server", async () => {
        const { device_keys: known } = await garams.client.downloadKeysForUsers([each.person.userId]);
        return known[each.person.userId]?.[each.id];
      });
    }
    return phone.crypto.getVersion();
  });
  await step("both set up cross-signing", async () => {
    for (const each of [phone, garams]) {
      await each.crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: each.person.authorise });
      check(await each.crypto.isCrossSigningReady(), "cross-signing is ready");
      const signed = async () => {
        const status = await each.crypto.getDeviceVerificationStatus(each.person.userId, each.id);
        return status?.signedByOwner;
      };
      await until("the device is signed by its owner", signed);
    }
  });
  await step("봄이 sets up secret storage and the key backup, and notes the recovery key", async () => {
    const made = await phone.crypto.createRecoveryKeyFromPassphrase();
    await phone.crypto.bootstrapSecretStorage({
      createSecretStorageKey: async () => made,
      setupNewKeyBackup: true,
    });
    recoveryKey = made.encodedPrivateKey;
    check(await phone.crypto.isSecretStorageReady(), "secret storage is ready");
    const active = () => phone.crypto.getActiveSessionBackupVersion();
    const version = await until("the backup is active", active);
    equal((await phone.crypto.getKeyBackupInfo()).version, version, "backup version");
    return `recovery key of ${recoveryKey.split(" ").length} groups`;
  });
}

async function talking() {
  await step("봄이 makes an encrypted room, which 가람 joins", async () => {
    const made = await phone.client.createRoom({
      name: "둘만의 방",
      preset: sdk.Preset.TrustedPrivateChat,
      invite: [garam.userId],
      is_direct: true,
      initial_state: [
        {
          type: "m.room.encryption",
          state_key: "",
          content: { algorithm: "m.megolm.v1.aes-sha2", rotation_period_msgs: 4 },
        },
      ],
    });
    roomId = made.room_id;
    await garams.invited(roomId);
    await garams.client.joinRoom(roomId);
    await garams.joined(roomId);
    await phone.joined(roomId);
    const joined = () => phone.room(roomId).getMember(garam.userId)?.membership === "join";
    await until("봄이 sees 가람 join", joined);
    check(await phone.crypto.isEncryptionEnabledInRoom(roomId), "the room is encrypted");
  });
  await step("they talk, and the server holds no word of it", async () => {
    const first = await tell(phone, garams, "가람 씨, 이건 우리만 아는 이야기예요 🤫");
    await tell(garams, phone, "비밀 지킬게요");
    for (let i = 1; i <= 6; i += 1) await tell(phone, garams, `비밀 이야기 ${i}`);
    const stored = await garams.client.fetchRoomEvent(roomId, first);
    equal(stored.type, "m.room.encrypted", "type on the server");
    check(!JSON.stringify(stored).includes("이야기"), "no clear words on the server");
  });
  await step("they react, edit and delete", async () => {
    const eventId = await tell(phone, garams, "열 시에 만나요");
    await garams.client.sendEvent(roomId, "m.reaction", {
      "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key: "❤️" },
    });
    const reactions = () =>
      phone.room(roomId).relations.getChildEventsForEvent(eventId, "m.annotation", "m.reaction");
    await until("the reaction shows", () => reactions()?.getRelations().length === 1);
    await phone.say(roomId, "* 열한 시에 만나요", {
      "m.new_content": { msgtype: "m.text", body: "열한 시에 만나요" },
      "m.relates_to": { rel_type: "m.replace", event_id: eventId },
    });
    said.at(-1)[1] = "열한 시에 만나요";
    const shown = () => garams.room(roomId).findEventById(eventId).getContent().body;
    await until("the new words show", () => shown() === "열한 시에 만나요");
    const wrong = await tell(garams, phone, "잘못 보낸 말");
    said.pop();
    await garams.client.redactEvent(roomId, wrong);
    await until("deleted", () => phone.room(roomId).findEventById(wrong).isRedacted());
  });
  await step("an encrypted photo arrives unchanged; the server has only its ciphertext", async () => {
    const clear = photo.buffer.slice(photo.byteOffset, photo.byteOffset + photo.length);
    const { data, info } = await Attachment.encryptAttachment(clear);
    const mxc = await upload(garams, Buffer.from(data), undefined, "application/octet-stream");
    const { event_id: eventId } = await garams.client.sendMessage(roomId, {
      msgtype: "m.image",
      body: "우리 사진.jpg",
      file: { ...info, url: mxc },
      info: { mimetype: "image/jpeg", size: photo.length, w: 640, h: 480 },
    });
    said.push([eventId, "우리 사진.jpg"]);
    await words(phone, eventId);
    const { file } = phone.room(roomId).findEventById(eventId).getContent();
    const { bytes } = await download(phone, file.url);
    check(sha256(bytes) !== sha256(photo), "the server's copy is not the photo");
    const got = await Attachment.decryptAttachment(new Uint8Array(bytes).buffer, file);
    equal(sha256(Buffer.from(got)), sha256(photo), "SHA-256 of the photo");
  });
  await step("unread encrypted messages are counted and cleared", async () => {
    const unread = () => phone.room(roomId).getUnreadNotificationCount(sdk.NotificationCountType.Total);
    const last = await phone.event(roomId, said.at(-1)[0]);
    await phone.client.sendReadReceipt(last);
    await until("none unread", () => unread() === 0);
    const eventId = await tell(garams, phone, "읽으셨어요?");
    await until("one unread", () => unread() === 1);
    await phone.client.sendReadReceipt(phone.room(roomId).findEventById(eventId));
    await until("none unread", () => unread() === 0);
  });
}

/** Runs an emoji verification: `start` sends the request from `one`; both see and confirm the same emoji. */
async function verifyByEmoji(one, other, start) {
  const arrives = new Promise((resolve) => other.client.once(CryptoEvent.VerificationRequestReceived, resolve));
  const asked = await start();
  const received = await within("the request arrives", arrives);
  await received.accept();
  await until("both are ready", () => asked.phase === VerificationPhase.Ready);
  const first = await asked.startVerification("m.sas.v1");
  const second = await until("the other side begins", () => received.verifier);
  const emoji = (verifier) => {
    const shown = verifier.getShowSasCallbacks();
    return shown ?? new Promise((resolve) => verifier.once(VerifierEvent.ShowSas, resolve));
  };
  const shown = Promise.all([emoji(first), emoji(second)]);
  const done = Promise.all([first.verify(), second.verify()]);
  done.catch(() => undefined);
  const [here, there] = await within("the emoji", Promise.race([shown, done.then(() => shown)]));
  equal(here.sas.emoji, there.sas.emoji, "emoji on both sides");
  check(here.sas.emoji.length === 7, "seven emoji");
  await Promise.all([here.confirm(), there.confirm()]);
  await within("the verification ends", done);
  const finished = (request) => request.phase === VerificationPhase.Done;
  await until("both are done", () => finished(asked) && finished(received));
  return here.sas.emoji.map(([picture]) => picture).join(" ");
}

/** Waits until every key that 봄이's telephone has is in the backup; says how many those are. */
async function keysInBackup() {
  const sessions = (await phone.crypto.exportRoomKeys()).map((key) => key.session_id);
  const { version } = await phone.crypto.getKeyBackupInfo();
  let stored;
  const uploaded = async () => {
    const answer = await phone.fetch(`/_matrix/client/v3/room_keys/keys?version=${version}`);
    const { rooms } = await answer.json();
    stored = Object.keys(rooms[roomId]?.sessions ?? {});
    return sessions.every((id) => stored.includes(id));
  };
  await until("the backup holds every key", uploaded, 30);
  return stored.length;
}

async function verifying() {
  await step("봄이 and 가람 verify each other by comparing emoji in the room", async () => {
    await garams.crypto.getUserDeviceInfo([bomi.userId], true);
    const request = () => garams.crypto.requestVerificationDM(bomi.userId, roomId);
    const emoji = await verifyByEmoji(garams, phone, request);
    for (const [by, whom] of [[phone, garam], [garams, bomi]]) {
      const verified = async () => {
        const status = await by.crypto.getUserVerificationStatus(whom.userId);
        return status.isCrossSigningVerified();
      };
      await until(`${by.person.displayName} trusts ${whom.displayName}`, verified);
    }
    return emoji;
  });
  await step("every key reaches the backup on the server", async () => {
    const stored = await keysInBackup();
    check(stored >= 4, `several keys, ${stored}, because they are rotated`);
    return `${stored} keys`;
  });
  await step("봄이's second device is verified by the first, and is given the secrets", async () => {
    laptop = await device(bomi, await bomi.login("봄이의 노트북"));
    await until("it sees the other devices", async () => {
      const devices = await laptop.crypto.getUserDeviceInfo([bomi.userId], true);
      return devices.get(bomi.userId)?.size === 2 && (await laptop.crypto.userHasCrossSigningKeys());
    });
    const emoji = await verifyByEmoji(laptop, phone, () => laptop.crypto.requestOwnUserVerification());
    await until("the secret keys arrive", async () => {
      const { privateKeysCachedLocally: cached } = await laptop.crypto.getCrossSigningStatus();
      return cached.masterKey && cached.selfSigningKey && cached.userSigningKey;
    });
    await until("the backup's key arrives", () => laptop.crypto.getSessionBackupPrivateKey());
    await until("가람 sees the new device as 봄이's own", async () => {
      const status = await garams.crypto.getDeviceVerificationStatus(bomi.userId, laptop.id);
      return status?.signedByOwner && status.crossSigningVerified;
    });
    return emoji;
  });
  await step("the second device reads what was said before it existed", async () => {
    await laptop.joined(roomId);
    await laptop.loadWholeHistory(laptop.room(roomId));
    await readAll(laptop);
    await tell(garams, laptop, "노트북에서도 보이나요?");
    await tell(laptop, garams, "네, 잘 보여요");
  });
}

async function readAll(on) {
  for (const [eventId, body] of said) {
    const original = await words(on, eventId);
    const shown = () => on.room(roomId).findEventById(eventId).getContent().body;
    await until(`${eventId} reads "${body}", not "${original}"`, () => shown() === body);
  }
  return `${said.length} messages`;
}

async function recovering() {
  let backedUp;
  await step("the keys of the new messages reach the backup as well", async () => {
    await readAll(phone);
    backedUp = await keysInBackup();
    const info = await phone.fetch("/_matrix/client/v3/room_keys/version");
    equal((await info.json()).count, backedUp, "keys that the server counts");
    return `${backedUp} keys`;
  });
  await step("with all other devices off, a third one cannot read the history without the recovery key", async () => {
    phone.stop();
    laptop.stop();
    const callbacks = {
      getSecretStorageKey: async ({ keys: wanted }) => [Object.keys(wanted)[0], decodeRecoveryKey(recoveryKey)],
    };
    phone = await device(bomi, await bomi.login("봄이의 새 휴대전화"), callbacks);
    await phone.joined(roomId);
    await phone.loadWholeHistory(phone.room(roomId));
    const event = phone.room(roomId).findEventById(said[0][0]);
    await until("an attempt to decrypt", () => event.isDecryptionFailure());
    await refused("a mistyped recovery key", async () =>
      decodeRecoveryKey(recoveryKey.replace(/.$/, (last) => (last === "a" ? "b" : "a"))),
    );
  });
  await step("with the recovery key it restores the backup, is trusted, and reads everything", async () => {
    check(await phone.crypto.userHasCrossSigningKeys(bomi.userId, true), "cross-signing keys are known");
    await phone.crypto.bootstrapCrossSigning({});
    await phone.crypto.loadSessionBackupPrivateKeyFromSecretStorage();
    const { trustInfo } = await phone.crypto.checkKeyBackupAndEnable();
    check(trustInfo.matchesDecryptionKey, "the backup fits the recovery key");
    const restored = await phone.crypto.restoreKeyBackup();
    equal(restored, { total: backedUp, imported: backedUp }, "keys restored");
    await readAll(phone);
    await until("가람 trusts the new device", async () => {
      const status = await garams.crypto.getDeviceVerificationStatus(bomi.userId, phone.id);
      return status?.signedByOwner && status.crossSigningVerified;
    });
    return `${said.length} messages with ${restored.imported} keys`;
  });
  await step("the new device takes part in the conversation", async () => {
    await tell(garams, phone, "새 휴대전화예요?");
    await tell(phone, garams, "네, 대화가 그대로 있네요");
  });
  await step("봄이 removes the lost devices, and 가람's client forgets them", async () => {
    const lost = (await phone.client.getDevices()).devices.map((d) => d.device_id).filter((id) => id !== phone.id);
    equal(lost.length, 2, "lost devices");
    await bomi.authorise((auth) => phone.client.deleteMultipleDevices(lost, auth ?? undefined));
    await until("가람's list is new", async () => {
      const devices = await garams.crypto.getUserDeviceInfo([bomi.userId]);
      return [...devices.get(bomi.userId).keys()].join() === phone.id;
    });
    await tell(garams, phone, "이제 한 대네요");
  });
}

await scenario(140, async () => {
  await keys();
  await talking();
  await verifying();
  await recovering();
});
