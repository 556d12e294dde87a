import { Person } from "../e2e/person.ts";
import { picture } from "../e2e/picture.ts";

/** Some people, their chats, and what they have said. */
export interface World {
  me: Person;
  group: string;
  /** With photos and a file. */
  direct: string;
  /** With a poll, a voice message and a video. */
  hikers: string;
}

export async function makeWorld(url: string): Promise<World> {
  const names = [
    ["minji", "김민지"],
    ["junho", "이준호"],
    ["seoyeon", "박서연"],
    ["alex", "Alex Turner"],
    ["haneul", "남궁하늘"],
  ] as const;
  const people: Person[] = [];
  for (const [user, name] of names) people.push(await Person.registerAs(url, user, name));
  const [me, junho, seoyeon, alex, haneul] = people as [Person, Person, Person, Person, Person];

  const long = await haneul.chatWith([me], {
    name: "2026년 가을 전국 봉수 탐방 동호회 준비위원회와 함께하는 사람들의 이름이 아주 긴 채팅방",
  });
  await haneul.say(long, "이번 주 토요일 오전 9시에 남산 봉수대 앞에서 만나요. 비가 오면 다음 주로 미룹니다.");

  const english = await alex.directChatWith(me);
  await alex.say(english, "Did everything survive the power cut last night?");
  await me.say(english, "Yes. I did not even notice it :)");

  const invitation = { name: "주말 등산", invite: [me.id], preset: "private_chat" };
  await seoyeon.ask("POST", "/createRoom", invitation);

  const direct = await junho.directChatWith(me);
  await me.send(direct, { name: "지난주.png", type: "image/png", content: picture(30, 400, 300) }, { w: 400, h: 300 });
  await junho.say(direct, "사진 잘 받았어");
  for (const seed of [90, 150, 210]) {
    const content = picture(seed, 300, 300);
    await junho.send(direct, { name: `산 ${seed}.png`, type: "image/png", content }, { w: 300, h: 300 });
  }
  await junho.send(direct, { name: "등산 계획.pdf", type: "application/pdf", content: Buffer.alloc(123_456) });
  await junho.say(direct, "내일 몇 시에 출발할까?");

  const hikers = await hikersChat(seoyeon, [me, junho, alex]);
  const group = await me.chatWith([junho, seoyeon, alex], { name: "봉수 프로젝트" });
  await me.say(group, "다들 안녕하세요! 오늘 회의 자료 올려 두었습니다.");
  await junho.say(group, "확인했습니다.");
  const question = await junho.say(group, "3쪽 표의 숫자가 지난달 것과 달라 보여요. 새로 집계한 건가요?");
  for (const [who, key] of [
    [me, "👍"],
    [alex, "👍"],
    [seoyeon, "😮"],
  ] as const) {
    await who.react(group, question, key);
  }
  const answer = { "m.relates_to": { "m.in_reply_to": { event_id: question } } };
  await me.say(group, "네, 10월 말까지 다시 집계했습니다.\n바뀐 곳은 파란색으로 표시했어요.", answer);
  await alex.say(group, "Thanks! I will read it on the train.");
  await seoyeon.say(group, "저는 두 시에 합류할게요!");
  const last = await me.say(group, "좋아요. 그럼 두 시에 봐요!");
  await me.say(
    group,
    "https://example.org/아주/긴/주소도/말풍선을/넘지/않아야/합니다?그리고=이렇게길어도괜찮아야합니다0123456789",
  );
  const pins = `/rooms/${encodeURIComponent(group)}/state/m.room.pinned_events`;
  await me.ask("PUT", pins, { pinned: [last] });
  await junho.read(group, last);
  return { me, group, direct, hikers };
}

async function hikersChat(from: Person, others: Person[]): Promise<string> {
  const room = await from.chatWith(others, { name: "산악회" });
  const answers = ["이번 주 토요일", "이번 주 일요일 아침 일찍", "다음 주"].map((text, place) => ({
    id: `${place}`,
    "org.matrix.msc1767.text": text,
  }));
  const poll = await from.emit(room, "org.matrix.msc3381.poll.start", {
    "org.matrix.msc3381.poll.start": { question: { body: "언제 갈까요?" }, max_selections: 1, answers },
  });
  for (const [who, place] of others.map((other, place) => [other, place === 2 ? "0" : "1"] as const)) {
    await who.emit(room, "org.matrix.msc3381.poll.response", {
      "m.relates_to": { rel_type: "m.reference", event_id: poll },
      "org.matrix.msc3381.poll.response": { answers: [place] },
    });
  }
  const levels = Array.from({ length: 40 }, (_, n) => Math.round(512 + 500 * Math.sin(n * 1.7) * Math.cos(n / 6)));
  const voice = await from.upload({ name: "v.webm", type: "audio/webm", content: Buffer.alloc(3_000) });
  await from.say(room, "음성 메시지", {
    msgtype: "m.audio",
    url: voice,
    info: { mimetype: "audio/webm", duration: 12_400 },
    "org.matrix.msc1767.audio": { duration: 12_400, waveform: levels },
    "org.matrix.msc3245.voice": {},
  });
  const still = await from.upload({ name: "t.png", type: "image/png", content: picture(120, 640, 360) });
  const video = await from.upload({ name: "v.mp4", type: "video/mp4", content: Buffer.alloc(9_000) });
  await from.say(room, "정상에서.mp4", {
    msgtype: "m.video",
    url: video,
    info: { mimetype: "video/mp4", w: 640, h: 360, duration: 75_000, thumbnail_url: still },
  });
  return room;
}
