// A person on matrix-js-sdk whom another program talks to: node js/partner.mjs URL NAME
//
// Accepts invitations. Prints a line of JSON for what happens: {"ready"}, {"joined"}, {"heard", "encrypted"} and
// {"photo"} with its SHA-256. Reads lines of JSON: {"say", "room"} and {"photo": true, "room"}. Ends with its input.

import { createInterface } from "node:readline";
import Attachment from "matrix-encrypt-attachment";
import { download, photo, sha256, upload } from "./attachment.mjs";
import { Device, Person } from "./person.mjs";

const SECONDS_TO_LIVE = 120;
const [url, name] = process.argv.slice(2);
setTimeout(() => process.exit(3), SECONDS_TO_LIVE * 1000);

const tell = (what) => console.log(JSON.stringify(what));
const person = new Person(url, name, "가람");
const device = new Device(person, await person.register("가람의 브라우저"));
await device.encrypt();

device.client.on("Room.myMembership", async (room, membership) => {
  if (membership === "invite") await device.client.joinRoom(room.roomId);
  if (membership === "join") tell({ joined: room.roomId });
});

async function heard(event) {
  // The key may come after the message; then there is another attempt.
  if (event.isDecryptionFailure()) return;
  event.off("Event.decrypted", heard);
  if (event.getSender() === person.userId || event.getType() !== "m.room.message") return;
  const { body, msgtype, file } = event.getContent();
  tell({ heard: body, encrypted: event.isEncrypted(), sender: event.getSender() });
  if (msgtype !== "m.image" || !file) return;
  const { bytes } = await download(device, file.url);
  const clear = await Attachment.decryptAttachment(new Uint8Array(bytes).buffer, file);
  tell({ photo: sha256(Buffer.from(clear)) });
}

device.client.on("Room.timeline", (event) => {
  if (event.isEncrypted()) event.on("Event.decrypted", heard);
  else heard(event);
});

async function sendPhoto(roomId) {
  const clear = photo.buffer.slice(photo.byteOffset, photo.byteOffset + photo.length);
  const { data, info } = await Attachment.encryptAttachment(clear);
  const mxc = await upload(device, Buffer.from(data), undefined, "application/octet-stream");
  const content = { msgtype: "m.image", body: "봉수대.jpg", file: { ...info, url: mxc } };
  await device.client.sendMessage(roomId, { ...content, info: { mimetype: "image/jpeg", size: photo.length } });
}

await device.start();
tell({ ready: person.userId });
for await (const line of createInterface({ input: process.stdin })) {
  const { say, photo: wanted, room } = JSON.parse(line);
  if (say) await device.say(room, say);
  if (wanted) await sendPhoto(room);
}
process.exit(0);
