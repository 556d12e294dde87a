import { expect, test } from "vitest";
import { pollContent, pollIn, tally, votedIn, voteContent, type Poll } from "./polls.ts";

const poll: Poll = {
  question: "언제 볼까요?",
  answers: [
    { id: "a", text: "토요일" },
    { id: "b", text: "일요일" },
    { id: "c", text: "다음 주" },
  ],
  selectionsMax: 1,
  disclosed: true,
};
const vote = (sender: string, sentMillis: number, ...answers: string[]) => ({ sender, sentMillis, answers });

test("a poll reads as it was written, in both names that it has", () => {
  expect(pollIn(pollContent(poll))).toEqual(poll);
  const later = {
    "m.poll": {
      question: { "m.text": [{ body: "언제 볼까요?" }] },
      kind: "m.undisclosed",
      max_selections: 9,
      answers: [
        { "m.id": "a", "m.text": [{ body: "토요일" }] },
        { "m.id": "b", "m.text": [{ mimetype: "text/plain", body: "일요일" }] },
      ],
    },
  };
  expect(pollIn(later)).toEqual({
    ...poll,
    answers: poll.answers.slice(0, 2),
    selectionsMax: 2,
    disclosed: false,
  });
  expect(votedIn(voteContent("$1", ["a", "b"]))).toEqual(["a", "b"]);
  expect(votedIn({ "m.selections": ["a"] })).toEqual(["a"]);
});

test("what is no poll is none, and what is not as it should be is left out", () => {
  const start = (more: object) => ({ "org.matrix.msc3381.poll.start": more });
  expect(pollIn({})).toBeUndefined();
  expect(pollIn(start({ question: 7, answers: "x" }))).toBeUndefined();
  expect(pollIn(start({ question: { body: "?" }, answers: [] }))).toBeUndefined();
  const odd = pollIn(
    start({
      question: { body: "?".repeat(9_999) },
      max_selections: -3,
      answers: [null, { id: 1, body: "x" }, { id: "a", body: "참" }, ...Array<object>(99).fill({ id: "b", body: "b" })],
    }),
  );
  expect(odd?.question.length).toBe(340);
  expect(odd?.selectionsMax).toBe(1);
  expect(odd?.answers.length).toBeLessThanOrEqual(20);
  expect(votedIn({ "org.matrix.msc3381.poll.response": { answers: [1, null, "a"] } })).toEqual(["a"]);
});

test("the last vote of each person counts", () => {
  expect(tally(poll, [vote("m", 1, "a"), vote("j", 2, "a"), vote("m", 3, "b")])).toEqual([["j"], ["m"], []]);
  expect(tally(poll, [vote("m", 3, "b"), vote("m", 1, "a")])).toEqual([[], ["m"], []]);
  expect(tally(poll, [vote("m", 1, "a"), vote("m", 2)])).toEqual([[], [], []]);
});

test("nobody votes for more than is allowed, twice, or for what is not there", () => {
  expect(tally(poll, [vote("m", 1, "a", "b")])).toEqual([["m"], [], []]);
  expect(tally({ ...poll, selectionsMax: 2 }, [vote("m", 1, "x", "a", "a", "c", "b")])).toEqual([["m"], [], ["m"]]);
});
