import { test } from "@playwright/test";
import { Person } from "../e2e/person.ts";
import { FILLED, print } from "./filled.ts";

const MESSAGES = Number(process.env.BONGSU_MESSAGES ?? 100_000);
const CHATS = Number(process.env.BONGSU_CHATS ?? 2_000);

/** Requests under way at once while a room is filled. */
const AT_ONCE = 48;

const WORDS =
  "오늘 회의 자료 점심 사진 내일 등산 약속 정말 그래요 확인했습니다 좋아요 감사합니다 조금 늦어요 어디예요".split(" ");

/** A message of one to some forty words, as chats have them: most are short. */
function sentence(n: number): string {
  const count = 1 + ((n * 7919) % 11) + ((n * 104729) % 17 === 0 ? 30 : 0);
  const words = Array.from({ length: count }, (_, place) => WORDS[(n * 31 + place * 17) % WORDS.length]);
  return `${n}. ${words.join(" ")}`;
}

/** Does something so many times, several at once. */
async function times(count: number, act: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Writes messages into a chat, by all of these people in turn. */
async function fillRoom(people: readonly Person[], room: string, count: number): Promise<void> {
  await times(count, (n) => people[Math.floor(n / 3) % people.length]?.say(room, sentence(n)) ?? Promise.resolve());
}

/** Makes chats with one of the others each, and a message. */
async function fillList(person: Person, others: readonly Person[], count: number): Promise<void> {
  await times(count, async (n) => {
    const other = others[n % others.length];
    const room = await person.chatWith(other ? [other] : [], { name: `${WORDS[n % WORDS.length] ?? ""} 모임 ${n}` });
    await person.say(room, sentence(n));
  });
}

test("fills a list of chats and a long chat", async ({ baseURL }) => {
  if (baseURL === undefined) throw new Error("no server");
  test.setTimeout(60 * 60_000);
  const minji = await Person.registerAs(baseURL, FILLED.localpart, FILLED.name);
  const others = [
    await Person.register(baseURL, "junho", "이준호"),
    await Person.register(baseURL, "seoyeon", "박서연"),
  ];
  let began = Date.now();
  await fillList(minji, others, CHATS - 1);
  print("chats made", `${CHATS} in ${Math.round((Date.now() - began) / 1_000)} s`);
  began = Date.now();
  const room = await minji.chatWith(others, { name: FILLED.chat });
  await fillRoom([minji, ...others], room, MESSAGES);
  print("messages written", `${MESSAGES} in ${Math.round((Date.now() - began) / 1_000)} s`);
});
