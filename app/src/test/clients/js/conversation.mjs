// Two people talk Korean in an unencrypted room with matrix-js-sdk: node js/conversation.mjs URL

import { randomBytes } from "node:crypto";
import {
  address,
  download,
  latitudeBytes,
  photo,
  picture,
  sha256,
  someFile,
  upload,
  withLocation,
} from "./attachment.mjs";
import { Device, Person, sdk } from "./person.mjs";
import { check, equal, refused, scenario, step, until } from "./steps.mjs";

const url = process.argv[2];
const run = randomBytes(4).toString("hex");
const bomi = new Person(url, `bomi-${run}`, "봄이");
const garam = new Person(url, `garam-${run}`, "가람");
const nari = new Person(url, `nari-${run}`, "나리");
const sent = {};
let phone;
let garams;
let naris;
let roomId;

const main = sdk.NotificationCountType.Total;
const highlight = sdk.NotificationCountType.Highlight;
const unread = (device) => device.room(roomId).getUnreadNotificationCount(main);

/** Lines in which the SDK says that it adds a push rule which the server should have had. */
const missingRules = (device) => device.warnings.filter((line) => line.startsWith("Missing default"));

async function accounts() {
  await step("the server says which versions it speaks", async () => {
    const { versions } = await sdk.createClient({ baseUrl: url }).getVersions();
    check(versions.includes("v1.11"), `v1.11 among ${versions}`);
    return versions.at(-1);
  });
  await step("three people register and their clients sync", async () => {
    const devices = [];
    for (const person of [bomi, garam, nari]) {
      const device = new Device(person, await person.register(`${person.displayName}의 휴대전화`));
      await device.client.setDisplayName(person.displayName);
      await device.start();
      devices.push(device);
    }
    [phone, garams, naris] = devices;
    equal(missingRules(phone), [], "default push rules that the SDK misses");
  });
  await step("a name that is taken, and a wrong password, are refused", async () => {
    const taken = await refused("the same name again", () =>
      new Person(url, bomi.username, "다른 봄이").register("x"),
    );
    equal(taken.errcode, "M_USER_IN_USE", "errcode");
    const stranger = new Person(url, bomi.username, "");
    const wrong = await refused("a wrong password", () => stranger.login("x"));
    equal([wrong.httpStatus, wrong.errcode], [403, "M_FORBIDDEN"], "refusal");
  });
}

async function talking() {
  await step("봄이 makes a room and invites 가람, who joins", async () => {
    const made = await phone.client.createRoom({
      name: "봉수 가족방",
      topic: "저녁 약속과 사진",
      preset: sdk.Preset.TrustedPrivateChat,
      invite: [garam.userId],
      is_direct: true,
    });
    roomId = made.room_id;
    const seen = await garams.invited(roomId);
    equal(seen.name, "봉수 가족방", "name of the room in the invite");
    await garams.client.joinRoom(roomId);
    await garams.joined(roomId);
    await phone.joined(roomId);
    const members = () => phone.room(roomId).getJoinedMemberCount() === 2;
    await until("봄이 counts two members", members);
    equal(phone.room(roomId).getMember(garam.userId)?.rawDisplayName, "가람", "가람's name in the room");
  });
  await step("they talk, and both see the same words in the same order", async () => {
    const words = [
      [phone, "안녕하세요, 가람 씨. 오늘 저녁 약속 잊지 않으셨죠?"],
      [garams, "그럼요! 일곱 시에 서울역에서 뵐게요 😀"],
      [phone, "좋아요. 우산 챙기세요, 비가 온대요 ☔ — 꼭이요."],
      [garams, "네, 챙길게요.\n그런데 어느 출구예요?"],
    ];
    sent.talk = [];
    for (const [device, body] of words) sent.talk.push(await device.say(roomId, body));
    for (const device of [phone, garams]) {
      await device.event(roomId, sent.talk.at(-1));
      const talk = device.room(roomId).getLiveTimeline().getEvents();
      const bodies = talk.filter((e) => e.getType() === "m.room.message").map((e) => e.getContent().body);
      equal(bodies, words.map(([, body]) => body), `what ${device.person.displayName} sees`);
    }
  });
  await step("a message sent twice with one transaction id arrives once", async () => {
    const content = { msgtype: "m.text", body: "두 번 보냈어요" };
    const first = await phone.client.sendMessage(roomId, content, `txn-${run}`);
    const again = await put(phone, `m.room.message/txn-${run}`, content);
    equal(again, first.event_id, "event id of the second attempt");
    await garams.event(roomId, first.event_id);
    const bodies = garams.room(roomId).getLiveTimeline().getEvents().map((e) => e.getContent().body);
    equal(bodies.filter((body) => body === content.body).length, 1, "times it arrived");
  });
  await step("봄이 sees that 가람 is typing, and that it stops", async () => {
    const typing = () => phone.room(roomId).getMember(garam.userId).typing;
    await garams.client.sendTyping(roomId, true, 20_000);
    await until("typing shows", typing);
    await garams.client.sendTyping(roomId, false, 0);
    await until("typing ends", () => !typing());
  });
}

/** Sends by the API itself; returns the event id. */
async function put(device, typeAndTransaction, content) {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/${typeAndTransaction}`;
  const answer = await device.fetch(path, { method: "PUT", body: JSON.stringify(content) });
  equal(answer.status, 200, "status");
  return (await answer.json()).event_id;
}

async function reading() {
  await step("unread messages are counted, a mention is highlighted, reading clears both", async () => {
    const latest = phone.room(roomId).getLiveTimeline().getEvents().at(-1);
    await phone.client.sendReadReceipt(latest);
    await until("nothing unread at first", () => unread(phone) === 0);
    await garams.say(roomId, "도착했어요");
    const mention = await garams.say(roomId, "봄이 님, 어디세요?", { "m.mentions": { user_ids: [bomi.userId] } });
    const counted = () => unread(phone) === 2 && phone.room(roomId).getUnreadNotificationCount(highlight) === 1;
    await until("two unread, one of them highlighted", counted);
    await phone.client.sendReadReceipt(await phone.event(roomId, mention));
    await until("nothing unread, also as the server counts", () => serverCount(phone, 0));
    const event = await garams.event(roomId, mention);
    const readers = () => garams.room(roomId).getUsersReadUpTo(event);
    await until("가람 sees that 봄이 has read", () => readers().includes(bomi.userId));
  });
  await step("a private receipt clears the count and is not shown to others", async () => {
    const eventId = await garams.say(roomId, "이건 몰래 읽으세요");
    await until("one unread", () => unread(phone) === 1);
    await phone.client.sendReadReceipt(await phone.event(roomId, eventId), sdk.ReceiptType.ReadPrivate);
    await until("nothing unread, also as the server counts", () => serverCount(phone, 0));
    const after = await phone.say(roomId, "읽었다고 말하진 않을게요");
    const event = await garams.event(roomId, eventId);
    await garams.event(roomId, after);
    const receipts = garams.room(roomId).getReceiptsForEvent(event).filter((r) => r.userId === bomi.userId);
    equal(receipts, [], "receipts of 봄이 that 가람 was given for it");
  });
}

/** What the server itself counts as unread, from a sync of its own. */
async function serverCount(device, expected) {
  const answer = await device.fetch("/_matrix/client/v3/sync?timeout=0");
  const counts = (await answer.json()).rooms.join[roomId].unread_notifications;
  return counts.notification_count === expected && unread(device) === expected;
}

async function changing() {
  await step("a reaction appears under the message and can be taken back", async () => {
    const target = sent.talk[0];
    const content = { "m.relates_to": { rel_type: "m.annotation", event_id: target, key: "👍" } };
    const { event_id: reaction } = await garams.client.sendEvent(roomId, "m.reaction", content);
    const shown = () => {
      const relations = phone.room(roomId).relations;
      const found = relations.getChildEventsForEvent(target, "m.annotation", "m.reaction");
      return found?.getSortedAnnotationsByKey()?.map(([key, events]) => [key, events.size]) ?? [];
    };
    await until("the reaction shows", () => JSON.stringify(shown()) === JSON.stringify([["👍", 1]]));
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.reaction/again-${run}`;
    const twice = await garams.fetch(path, { method: "PUT", body: JSON.stringify(content) });
    equal([twice.status, (await twice.json()).errcode], [400, "M_DUPLICATE_ANNOTATION"], "the same again");
    const served = await phone.client.relations(roomId, target, "m.annotation", "m.reaction");
    equal(served.events.map((e) => e.getId()), [reaction], "reactions that the server lists");
    await garams.client.redactEvent(roomId, reaction);
    await until("the reaction is gone", () => shown().every(([, count]) => count === 0));
  });
  await step("an edited message shows its new words, to late comers as well", async () => {
    const original = await phone.say(roomId, "세 번 출구에서 만나요");
    await garams.event(roomId, original);
    const corrected = "삼 번 출구에서 만나요";
    await phone.say(roomId, `* ${corrected}`, {
      "m.new_content": { msgtype: "m.text", body: corrected },
      "m.relates_to": { rel_type: "m.replace", event_id: original },
    });
    const shown = () => garams.room(roomId).findEventById(original).getContent().body;
    await until("가람 sees the new words", () => shown() === corrected);
    const served = await garams.client.fetchRoomEvent(roomId, original);
    const bundled = served.unsigned["m.relations"]["m.replace"];
    equal(bundled.content["m.new_content"].body, corrected, "edit bundled by the server");
    sent.edited = [original, corrected];
  });
  await step("a deleted message is gone for everybody", async () => {
    const secret = await phone.say(roomId, "현관 비밀번호는 이구사팔입니다");
    await garams.event(roomId, secret);
    await phone.client.redactEvent(roomId, secret, undefined, { reason: "잘못 보냈어요" });
    await until("가람 sees it deleted", () => garams.room(roomId).findEventById(secret).isRedacted());
    const served = await garams.client.fetchRoomEvent(roomId, secret);
    equal(served.content, {}, "content that the server still has");
    equal(served.unsigned.redacted_because.content.reason, "잘못 보냈어요", "reason");
    sent.deleted = secret;
  });
  await step("a reply names what it answers", async () => {
    const answer = await garams.say(roomId, "사 번 출구 아니었어요?", {
      "m.relates_to": { "m.in_reply_to": { event_id: sent.edited[0] } },
    });
    equal((await phone.event(roomId, answer)).replyEventId, sent.edited[0], "replied to");
  });
  await step("a thread gathers its answers, counts them and has its own unread count", async () => {
    const root = await phone.say(roomId, "여행 준비는 여기에 적어요");
    await garams.event(roomId, root);
    const inThread = { rel_type: "m.thread", event_id: root, is_falling_back: true, "m.in_reply_to": { event_id: root } };
    sent.thread = [root];
    for (const body of ["기차표 예매", "숙소 예약", "카메라 충전"]) {
      // Without the SDK: it stumbles when the echo of a thread's first answer is faster than the acknowledgement.
      const content = { msgtype: "m.text", body, "m.relates_to": inThread };
      sent.thread.push(await put(garams, `m.room.message/thread-${sent.thread.length}-${run}`, content));
    }
    const thread = await until("the thread appears", () => phone.room(roomId).getThread(root));
    const answers = () => sent.thread.slice(1).map((id) => thread.findEventById(id));
    await until("with three answers", () => answers().every((event) => event));
    const last = answers().at(-1);
    const own = () => phone.room(roomId).getThreadUnreadNotificationCount(root, main);
    await until("three unread in the thread", () => own() === 3);
    await phone.client.sendReadReceipt(last);
    await until("none unread in the thread", () => own() === 0);
    const list = await garams.client.createThreadListMessagesRequest(roomId, null, 10);
    equal(list.chunk.map((e) => e.event_id), [root], "threads that the server lists");
    equal(list.chunk[0].unsigned["m.relations"]["m.thread"].count, 3, "answers in the server's summary");
  });
}

async function files() {
  await step("a photo arrives unchanged, and has a thumbnail", async () => {
    const mxc = await upload(phone, photo, "봉수대.jpg", "image/jpeg");
    const info = { mimetype: "image/jpeg", size: photo.length, w: 640, h: 480 };
    const { event_id: eventId } = await phone.client.sendImageMessage(roomId, mxc, info, "봉수대.jpg");
    const event = await garams.event(roomId, eventId);
    const got = await download(garams, event.getContent().url);
    equal(sha256(got.bytes), sha256(photo), "SHA-256 of the photo");
    equal(got.response.headers.get("content-type"), "image/jpeg", "type");
    const small = await garams.fetch(address(garams, mxc, 160, 120, "scale"));
    const bytes = Buffer.from(await small.arrayBuffer());
    equal(small.status, 200, "status of the thumbnail");
    check(/^image\//.test(small.headers.get("content-type")), "the thumbnail is an image");
    check(bytes.length < photo.length / 2, `a thumbnail of ${bytes.length} bytes is small`);
  });
  await step("a photo loses the place where it was taken, and not a pixel", async () => {
    const taken = withLocation(photo);
    check(taken.includes(latitudeBytes), "the photo says where it was taken");
    const got = await download(garams, await upload(phone, taken, "집.jpg", "image/jpeg"));
    check(!got.bytes.includes(latitudeBytes), "the place is gone");
    equal(sha256(picture(got.bytes)), sha256(picture(photo)), "SHA-256 of the picture itself");
  });
  await step("a file of 3 MiB with a Korean name arrives unchanged, in parts as well", async () => {
    const file = someFile(3 * 1024 * 1024);
    const name = "가족 여행 계획.pdf";
    const mxc = await upload(garams, file, name, "application/pdf");
    const { event_id: eventId } = await garams.client.sendMessage(roomId, {
      msgtype: "m.file",
      body: name,
      url: mxc,
      info: { mimetype: "application/pdf", size: file.length },
    });
    const event = await phone.event(roomId, eventId);
    const got = await download(phone, event.getContent().url);
    equal(sha256(got.bytes), sha256(file), "SHA-256 of the file");
    const disposition = got.response.headers.get("content-disposition");
    check(disposition.includes(encodeURIComponent(name)), `the name in ${disposition}`);
    const part = await download(phone, mxc, { Range: "bytes=1000-1999" });
    equal(part.response.status, 206, "status of a part");
    equal(sha256(part.bytes), sha256(file.subarray(1000, 2000)), "SHA-256 of the part");
    const nobody = await phone.fetch(address(phone, mxc), {}, null);
    equal([nobody.status, (await nobody.json()).errcode], [401, "M_MISSING_TOKEN"], "without a token");
  });
}

async function searching() {
  const find = async (device, term, types = ["m.room.message"]) => {
    const found = await device.client.searchRoomEvents({ term, filter: { types } });
    const events = found.results.map((r) => r.context.getEvent());
    return events.filter((e) => !e.isRelation("m.replace")).map((e) => e.getId());
  };
  await step("a word of two syllables is found, the newest message first", async () => {
    equal(await find(garams, "약속"), [sent.talk[0]], "messages with 약속");
    equal(await find(phone, "출구"), (await withWord("출구")).reverse(), "messages with 출구");
    equal(await find(phone, "서울역"), [sent.talk[1]], "messages with 서울역");
    const topics = await find(phone, "사진", ["m.room.topic"]);
    equal(topics.length, 1, "topics with 사진");
    equal(await find(phone, "부산"), [], "messages with a word that nobody wrote");
  });
  await step("what was deleted is not found, nor what was said in a room one is not in", async () => {
    equal(await find(phone, "비밀번호"), [], "deleted words");
    equal(await find(naris, "약속"), [], "what an outsider finds");
  });
}

/** The visible messages with a word, oldest first, as 봄이's timeline has them. */
async function withWord(word) {
  const events = phone.room(roomId).getLiveTimeline().getEvents();
  const shown = events.filter((e) => e.getType() === "m.room.message" && !e.isRelation("m.replace"));
  return shown.filter((e) => e.getContent().body?.includes(word)).map((e) => e.getId());
}

/** Ids of what stands in a timeline by itself: the SDK drops changes to events that it has not loaded yet. */
function standing(room) {
  const changes = (e) => e.isRelation("m.replace") || e.isRelation("m.annotation") || e.isRedaction();
  const events = room.getLiveTimeline().getEvents();
  return events.filter((e) => !changes(e) && e.getType() !== "m.reaction").map((e) => e.getId());
}

/** The ids of all events of the room, oldest first, in pages as small as seven. */
async function allPages(device) {
  const ids = [];
  let from = null;
  for (let page = 0; page < 50; page += 1) {
    const answer = await device.client.createMessagesRequest(roomId, from, 7, sdk.Direction.Backward);
    ids.unshift(...answer.chunk.map((e) => e.event_id).reverse());
    from = answer.end;
    if (!from) return ids;
  }
  throw new Error("more than 50 pages");
}

async function secondDevice() {
  let tablet;
  await step("봄이 logs in on a second device and sees the whole history, once and in order", async () => {
    tablet = new Device(bomi, await bomi.login("봄이의 태블릿"));
    await tablet.start({ initialSyncLimit: 5 });
    const room = await tablet.joined(roomId);
    await tablet.loadWholeHistory(room);
    await phone.loadWholeHistory(phone.room(roomId));
    const onTablet = standing(room);
    equal(new Set(onTablet).size, onTablet.length, "events without repeats");
    equal(onTablet, standing(phone.room(roomId)), "the timeline on both devices");
    const paged = await allPages(tablet);
    equal(new Set(paged).size, paged.length, "events without repeats on the server's pages");
    const arrived = phone.room(roomId).getLiveTimeline().getEvents().map((e) => e.getId());
    equal(paged.filter((id) => arrived.includes(id)), arrived, "the server's pages, and what had arrived");
    check(sent.thread.every((id) => paged.includes(id)), "the thread on the server's pages");
    equal(room.findEventById(sent.edited[0]).getContent().body, sent.edited[1], "the edited words");
    check(room.findEventById(sent.deleted).isRedacted(), "the deleted message stays deleted");
    const root = room.findEventById(sent.thread[0]);
    equal(root.getServerAggregatedRelation("m.thread").count, 3, "answers in the thread");
    return `${paged.length} events`;
  });
  await step("what one device does shows on the other: message, favourite, read marker", async () => {
    const eventId = await tablet.say(roomId, "태블릿에서 보내요");
    await phone.event(roomId, eventId);
    await tablet.client.setRoomTag(roomId, "m.favourite", { order: 0.25 });
    await until("favourite", () => phone.room(roomId).tags["m.favourite"]?.order === 0.25);
    await tablet.client.setRoomReadMarkers(roomId, eventId, tablet.room(roomId).findEventById(eventId));
    const marker = () => phone.room(roomId).getAccountData("m.fully_read")?.getContent().event_id;
    await until("read marker", () => marker() === eventId);
  });
  await step("a muted room no longer counts", async () => {
    await tablet.client.setRoomMutePushRule("global", roomId, true);
    await until("the rule reaches the other device", () => phone.client.getRoomPushRule("global", roomId));
    const before = unread(phone);
    await garams.event(roomId, await garams.say(roomId, "조용히 보내요"));
    const after = await tablet.say(roomId, "조용하네요");
    await phone.event(roomId, after);
    equal(unread(phone), before, "unread in the muted room");
  });
  await step("the device list names both; after logging out, the token is worthless", async () => {
    const { devices } = await phone.client.getDevices();
    equal(devices.map((d) => d.display_name).sort(), ["봄이의 태블릿", "봄이의 휴대전화"], "devices");
    const token = tablet.client.getAccessToken();
    await tablet.client.logout(true);
    const late = await tablet.fetch("/_matrix/client/v3/account/whoami", {}, token);
    equal([late.status, (await late.json()).errcode], [401, "M_UNKNOWN_TOKEN"], "the old token");
    equal((await phone.client.getDevices()).devices.length, 1, "devices left");
  });
}

async function openRoom() {
  await step("나리 finds an open room in the directory, joins by its name and reads what was said", async () => {
    const made = await phone.client.createRoom({
      name: `동네 소식 ${run}`,
      visibility: sdk.Visibility.Public,
      preset: sdk.Preset.PublicChat,
      room_alias_name: `news-${run}`,
    });
    const before = await phone.say(made.room_id, "내일 장터가 열립니다");
    const listed = await naris.client.publicRooms({ filter: { generic_search_term: run }, limit: 10 });
    equal(listed.chunk.map((r) => [r.name, r.num_joined_members]), [[`동네 소식 ${run}`, 1]], "directory");
    await naris.client.joinRoom(listed.chunk[0].canonical_alias);
    await naris.joined(made.room_id);
    equal((await naris.event(made.room_id, before)).getContent().body, "내일 장터가 열립니다", "said before");
    const people = await naris.client.searchUserDirectory({ term: "봄이", limit: 50 });
    check(people.results.some((p) => p.user_id === bomi.userId), "봄이 is found in the user directory");
    await phone.client.kick(made.room_id, nari.userId, "시험");
    await until("나리 is out", () => naris.room(made.room_id).getMyMembership() === "leave");
    const late = await refused("speaking after being removed", () => naris.say(made.room_id, "저 아직 있어요"));
    equal([late.httpStatus, late.errcode], [403, "M_FORBIDDEN"], "refusal");
  });
}

await scenario(110, async () => {
  await accounts();
  await talking();
  await reading();
  await changing();
  await files();
  await searching();
  await secondDevice();
  await openRoom();
});
