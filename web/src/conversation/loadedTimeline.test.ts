import { expect, test } from "vitest";
import { LoadedTimeline, PAGES_MAX, type Source } from "./loadedTimeline.ts";

const PAGE = 10;

/** A room whose events are numbers in order; a token is the place before an event. */
class Room implements Source<number> {
  asked = 0;
  constructor(
    public count: number,
    public liveFrom: number,
  ) {}
  idOf = (event: number) => String(event);
  private range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
  private token = (place: number) => (place > 0 ? String(place) : undefined);

  newest() {
    return { events: this.range(this.liveFrom, this.count), older: this.token(this.liveFrom) };
  }
  older(from: string) {
    this.asked++;
    const first = Math.max(0, Number(from) - PAGE);
    return Promise.resolve({ events: this.range(first, Number(from)), older: this.token(first) });
  }
  newer(from: string) {
    this.asked++;
    const end = Math.min(this.count, Number(from) + PAGE);
    return Promise.resolve({
      events: this.range(Number(from), end),
      newer: end < this.count ? String(end) : undefined,
    });
  }
  around(eventId: string) {
    const at = Number(eventId);
    if (at >= this.count) return Promise.reject(new Error("no such event"));
    const [first, end] = [Math.max(0, at - 5), Math.min(this.count, at + 5)];
    return Promise.resolve({ events: this.range(first, end), older: this.token(first), newer: String(end) });
  }
}

function expectNoGaps(events: readonly number[]) {
  const first = events[0] ?? 0;
  expect(events).toEqual(events.map((_, place) => first + place));
}

test("however far somebody goes, what is loaded is without gaps and does not grow", async () => {
  const timeline = new LoadedTimeline(new Room(1_000, 970));
  expect(timeline.events().length).toBe(30);
  while (timeline.hasOlder) {
    await timeline.loadOlder();
    expectNoGaps(timeline.events());
    expect(timeline.events().length).toBeLessThanOrEqual(PAGES_MAX * PAGE + 30);
  }
  expect(timeline.events()[0]).toBe(0);
  expect(timeline.hasNewer).toBe(true);
  while (timeline.hasNewer) {
    await timeline.loadNewer();
    expectNoGaps(timeline.events());
    expect(timeline.events().length).toBeLessThanOrEqual(PAGES_MAX * PAGE + 30);
  }
  expect(timeline.events().at(-1)).toBe(999);
});

test("a place far back is loaded by itself, and meets the newest part again without doubling any event", async () => {
  const room = new Room(200, 163);
  const timeline = new LoadedTimeline(room);
  await timeline.showAround("117");
  expect(timeline.events()).toEqual([112, 113, 114, 115, 116, 117, 118, 119, 120, 121]);
  while (timeline.hasNewer) {
    await timeline.loadNewer();
    expectNoGaps(timeline.events());
  }
  room.count++;
  expect(timeline.events().at(-1)).toBe(200);
});

test("where the newest part begins anew, what was missed is loaded before it is shown", async () => {
  const room = new Room(100, 70);
  const timeline = new LoadedTimeline(room);
  await timeline.loadOlder();
  room.count = 300;
  room.liveFrom = 280;
  timeline.newestBeganAnew();
  while (timeline.hasNewer) {
    await timeline.loadNewer();
    expectNoGaps(timeline.events());
  }
  expect(timeline.events().at(-1)).toBe(299);
});

test("an answer for a place that was left is not taken, and one that is not there leaves all as it was", async () => {
  const timeline = new LoadedTimeline(new Room(100, 70));
  const late = timeline.loadOlder();
  timeline.showNewest();
  expect(await late).toBe(false);
  expect(timeline.events().length).toBe(30);
  await expect(timeline.showAround("500")).rejects.toThrow("no such event");
  expect(timeline.events().length).toBe(30);
});
