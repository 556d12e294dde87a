import type { Person } from "../e2e/person.ts";

/** Requests under way at once while a room is filled. */
const AT_ONCE = 48;

const WORDS =
  "오늘 회의 자료 점심 사진 내일 등산 약속 정말 그래요 확인했습니다 좋아요 감사합니다 조금 늦어요 어디예요".split(" ");

/** A message of one to some forty words, as chats have them: most are short. */
export function sentence(n: number): string {
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
export async function fillRoom(people: readonly Person[], room: string, count: number): Promise<void> {
  await times(count, (n) => people[Math.floor(n / 3) % people.length]?.say(room, sentence(n)) ?? Promise.resolve());
}

/** Makes chats with a message in each. */
export async function fillList(person: Person, count: number): Promise<void> {
  await times(count, async (n) => {
    const room = await person.chatWith([], { name: `${WORDS[n % WORDS.length] ?? ""} 모임 ${n}` });
    await person.say(room, sentence(n));
  });
}
