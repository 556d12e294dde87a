/** One event of a room's timeline. */
export interface Sent {
  id: string;
  sender: string;
  sentMillis: number;
  /** The message under which its thread hangs, where it is part of one. */
  thread: string | undefined;
}

/** Somebody who is in the room now. */
export interface Present {
  userId: string;
  /** When they came in, where that is known; what was written before is not counted as unread by them. */
  sinceMillis: number | undefined;
}

/** Up to where somebody has read. */
export interface Read {
  eventId: string;
  atMillis: number;
  /** Nothing: all of the room. "main": what is in no thread. Otherwise one thread. */
  thread: string | undefined;
}

/**
 * How many people have not read each message yet: everybody who is in the room and was there when it was sent, but not
 * those who have read it, or a later one, or have written it, or a later one.
 *
 * Costs in proportion to events plus people, not to their product, so that a room of thousands is no different; only a
 * message in a thread looks at each of those who have read in that thread.
 *
 * @param events a part of the timeline without gaps, oldest first, with all that receipts may name: reactions, too
 * @param toTheEnd whether it reaches to the room's newest event. Then a receipt that names none of the events is about
 *   one before them; otherwise it may be about a later one, and its time decides.
 * @returns the count for each event, by its place in the list
 */
export function unreadPeople(
  events: readonly Sent[],
  people: readonly Present[],
  reads: ReadonlyMap<string, readonly Read[]>,
  toTheEnd: boolean,
): number[] {
  const timeline = new Timeline(events, toTheEnd);
  // By place: how many people there are for whom that event is the first that they have not read.
  const main = new Array<number>(events.length + 1).fill(0);
  const whole = new Array<number>(events.length + 1).fill(0);
  const inThread = new Map<string, { unreadFrom: number; readFrom: number }[]>();

  for (const { userId, sinceMillis } of people) {
    const from = sinceMillis === undefined ? 0 : timeline.firstSince(sinceMillis);
    const own = reads.get(userId) ?? [];
    const after = (thread: string | undefined) =>
      Math.max(-1, ...own.filter((read) => read.thread === thread).map((read) => timeline.placeOf(read))) + 1;
    const afterAll = Math.max(from, timeline.afterLastOf(userId), after(undefined));
    add(whole, afterAll);
    add(main, Math.max(afterAll, after("main")));
    for (const thread of new Set(own.map((read) => read.thread))) {
      if (thread === undefined || thread === "main") continue;
      const readers = inThread.get(thread) ?? [];
      readers.push({ readFrom: afterAll, unreadFrom: after(thread) });
      inThread.set(thread, readers);
    }
  }

  let unreadMain = 0;
  let unreadWhole = 0;
  return events.map(({ thread }, place) => {
    unreadMain += main[place] ?? 0;
    unreadWhole += whole[place] ?? 0;
    if (thread === undefined) return unreadMain;
    const readers = inThread.get(thread) ?? [];
    return unreadWhole - readers.filter((reader) => reader.readFrom <= place && place < reader.unreadFrom).length;
  });
}

/**
 * Who of these people has read an event, and who has not; whoever came in later is neither.
 *
 * @param people each is looked at by themselves: some hundred at most
 */
export function readersOf(
  eventId: string,
  events: readonly Sent[],
  people: readonly Present[],
  reads: ReadonlyMap<string, readonly Read[]>,
  toTheEnd: boolean,
): { read: string[]; unread: string[] } {
  const place = events.findIndex(({ id }) => id === eventId);
  const event = events[place];
  if (!event) return { read: [], unread: [] };
  const there = people.filter(
    ({ userId, sinceMillis }) => userId !== event.sender && (sinceMillis ?? 0) <= event.sentMillis,
  );
  const hasRead = (person: Present) => unreadPeople(events, [person], reads, toTheEnd)[place] === 0;
  const read = there.filter(hasRead).map(({ userId }) => userId);
  return { read, unread: there.map(({ userId }) => userId).filter((id) => !read.includes(id)) };
}

function add(counts: number[], place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

/** The places of events in the order of the room. */
class Timeline {
  private readonly places: Map<string, number>;
  private readonly lastOf: Map<string, number>;

  /** The latest time of each event and those before it: clocks of servers are not always in order. */
  private readonly times: number[] = [];

  constructor(
    events: readonly Sent[],
    private readonly toTheEnd: boolean,
  ) {
    this.places = new Map(events.map((event, place) => [event.id, place]));
    this.lastOf = new Map(events.map((event, place) => [event.sender, place]));
    let latest = 0;
    for (const { sentMillis } of events) this.times.push((latest = Math.max(latest, sentMillis)));
  }

  afterLastOf(userId: string): number {
    return (this.lastOf.get(userId) ?? -1) + 1;
  }

  /** The last event that this receipt covers; -1 where it covers none of them. */
  placeOf(read: Read): number {
    return this.places.get(read.eventId) ?? (this.toTheEnd ? -1 : this.firstSince(read.atMillis + 1) - 1);
  }

  /** The first event that was sent at this time or later; the number of events where none was. */
  firstSince(millis: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] ?? 0) < millis) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
