import { expect, test } from "vitest";
import { unreadPeople, type Present, type Read, type Sent } from "./unreadPeople.ts";

const sent = (sender: string, id: string, thread?: string): Sent => ({
  id,
  sender,
  sentMillis: Number(id) * 1000,
  thread,
});
const here = (...ids: string[]): Present[] => ids.map((userId) => ({ userId, sinceMillis: undefined }));
const read = (eventId: string, thread?: string): Read => ({ eventId, atMillis: Number(eventId) * 1000 + 1, thread });
const count = (events: Sent[], people: Present[], reads: Record<string, Read[]>, toTheEnd = true) =>
  unreadPeople(events, people, new Map(Object.entries(reads)), toTheEnd);

test("everybody but the sender, until they read it or a later one", () => {
  const events = [sent("a", "1"), sent("a", "2"), sent("a", "3")];
  expect(count(events, here("a", "b", "c"), {})).toEqual([2, 2, 2]);
  expect(count(events, here("a", "b", "c"), { b: [read("2")] })).toEqual([1, 1, 2]);
  expect(count(events, here("a", "b", "c"), { b: [read("2")], c: [read("3")] })).toEqual([0, 0, 1]);
});

test("whoever writes has read what stands above", () => {
  const events = [sent("a", "1"), sent("b", "2"), sent("a", "3")];
  expect(count(events, here("a", "b", "c"), {})).toEqual([1, 1, 2]);
});

test("the receipts of those who have left count for nothing", () => {
  expect(count([sent("a", "1")], here("a", "b"), { gone: [read("1")] })).toEqual([1]);
});

test("who came later is not said to have missed what was before", () => {
  const events = [sent("a", "1"), sent("a", "2"), sent("a", "3")];
  const people = [...here("a", "b"), { userId: "late", sinceMillis: 2500 }];
  expect(count(events, people, {})).toEqual([1, 1, 2]);
});

test("a receipt for an event that is not loaded is about the past, or decided by its time in the middle", () => {
  const events = [sent("a", "5"), sent("a", "6")];
  expect(count(events, here("a", "b"), { b: [read("1")] })).toEqual([1, 1]);
  expect(count(events, here("a", "b"), { b: [read("9")] }, false)).toEqual([0, 0]);
  expect(count(events, here("a", "b"), { b: [read("1")] }, false)).toEqual([1, 1]);
});

test("a receipt of one thread is for that thread alone", () => {
  const events = [sent("a", "1"), sent("a", "2", "1"), sent("a", "3"), sent("a", "4", "1"), sent("a", "5", "other")];
  const people = here("a", "b");
  expect(count(events, people, { b: [read("4", "1")] })).toEqual([1, 0, 1, 0, 1]);
  expect(count(events, people, { b: [read("3", "main")] })).toEqual([0, 1, 0, 1, 1]);
  expect(count(events, people, { b: [read("4")] })).toEqual([0, 0, 0, 0, 1]);
  expect(count(events, people, { b: [read("3", "main"), read("2", "1")] })).toEqual([0, 0, 0, 1, 1]);
});

test("agrees with counting one by one, for chance rooms", () => {
  let state = 7;
  const chance = (below: number) => (state = (state * 48271) % 2147483647) % below;
  for (let round = 0; round < 300; round++) {
    const ids = Array.from({ length: 1 + chance(6) }, (_, n) => `p${n}`);
    const events = Array.from({ length: chance(12) }, (_, n) =>
      sent(`p${chance(ids.length)}`, `${n + 1}`, chance(3) === 0 ? `t${chance(2)}` : undefined),
    );
    const people = ids.map((userId) => ({ userId, sinceMillis: chance(3) === 0 ? chance(13_000) : undefined }));
    const reads = Object.fromEntries(
      ids.map((id) => [
        id,
        Array.from({ length: chance(4) }, () => read(`${1 + chance(12)}`, [undefined, "main", "t0", "t1"][chance(4)])),
      ]),
    );
    expect(count(events, people, reads), `round ${round}`).toEqual(oneByOne(events, people, reads));
  }
});

function oneByOne(events: Sent[], people: Present[], reads: Record<string, Read[]>): number[] {
  return events.map((event, place) => {
    const unread = people.filter(({ userId, sinceMillis }) => {
      const wasThere = sinceMillis === undefined || event.sentMillis >= sinceMillis;
      const wrote = events.slice(place).some((later) => later.sender === userId);
      const hasRead = (reads[userId] ?? []).some(
        (receipt) =>
          [undefined, event.thread ?? "main"].includes(receipt.thread) &&
          events.findIndex((other) => other.id === receipt.eventId) >= place,
      );
      return wasThere && !wrote && !hasRead;
    });
    return unread.length;
  });
}
