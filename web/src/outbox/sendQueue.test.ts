import { MatrixError } from "matrix-js-sdk/lib/http-api/errors.js";
import { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SendQueue } from "./sendQueue.ts";

const LONG_MILLIS = 60_000;

const event = (id: string, room = "!room") =>
  new MatrixEvent({ event_id: id, room_id: room, type: "m.room.message", content: {} });
const refusal = new MatrixError({ errcode: "M_FORBIDDEN" }, 403);

/** Sends everything in order, except what `fails` says; keeps what was tried. */
function queueThat(fails: (id: string, attempt: number) => Error | undefined) {
  const tried: string[] = [];
  const queue = new SendQueue();
  queue.setProcessFunction((sent) => {
    const id = sent.getId() ?? "";
    tried.push(id);
    const failure = fails(id, tried.filter((other) => other === id).length);
    return failure ? Promise.reject(failure) : Promise.resolve({ event_id: `$${id}` });
  });
  return { queue, tried };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a refused event fails alone; what waits behind it is sent", async () => {
  const { queue, tried } = queueThat((id) => (id === "b" ? refusal : undefined));
  const sent = Promise.allSettled(["a", "b", "c"].map((id) => queue.queueEvent(event(id))));
  await vi.advanceTimersByTimeAsync(LONG_MILLIS);
  expect((await sent).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(tried).toEqual(["a", "b", "c"]);
});

test("what nobody answers is sent again before what waits behind it; other chats go on", async () => {
  const { queue, tried } = queueThat((id, attempt) => (id === "a" && attempt < 3 ? new Error("no answer") : undefined));
  const sent = Promise.all([event("a"), event("b"), event("x", "!other")].map((one) => queue.queueEvent(one)));
  await vi.advanceTimersByTimeAsync(LONG_MILLIS);
  await sent;
  expect(tried).toEqual(["a", "x", "a", "a", "b"]);
});

test("an event that is cancelled while another waits for an answer is not sent", async () => {
  const { queue, tried } = queueThat((id, attempt) => (id === "a" && attempt < 2 ? new Error("no answer") : undefined));
  const cancelled = event("b");
  const sent = queue.queueEvent(event("a"));
  void queue.queueEvent(cancelled);
  expect(queue.getQueueForEvent(cancelled).map((one) => one.getId())).toEqual(["a", "b"]);
  expect(queue.removeEventFromQueue(cancelled)).toBe(true);
  await vi.advanceTimersByTimeAsync(LONG_MILLIS);
  await sent;
  expect(tried).toEqual(["a", "a"]);
  expect(queue.getQueueForEvent(cancelled)).toEqual([]);
});
