package org.bongsu.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tracks which messages were acknowledged and which syncing members got them. Numbers start at a
 * base, so that messages of an earlier load are ignored.
 *
 * <p>An acknowledged message is missing for a member until it came, or until a timeline that the
 * server declared {@code limited} passed over it: then a client would page back, and it counts as
 * skipped.
 */
final class DeliveryLedger {
  private static final int FIRST_CAPACITY = 1 << 14;
  private static final int MEMBERS_IN_WORD = 64;
  private static final byte BEGUN = 0;
  private static final byte ACKNOWLEDGED = 1;
  private static final byte FAILED = 2;

  private final int base;
  private final int[][] syncingOf;
  private int[] roomOf = new int[FIRST_CAPACITY];
  private long[] fromNanos = new long[FIRST_CAPACITY];
  private byte[] state = new byte[FIRST_CAPACITY];
  private long[] seen = new long[FIRST_CAPACITY];
  private long[][] seenBeyond = new long[FIRST_CAPACITY][];
  private final List<Skip> skips = new ArrayList<>();
  private int count;
  private long delivered;
  private long duplicates;
  private long misdelivered;

  /** The result of an arrival. */
  enum Arrival {
    FIRST,
    DUPLICATE,
    /** Of an earlier load. */
    EARLIER,
    /** The member isn't in the room, or nobody sent such a message. */
    MISDELIVERED
  }

  /** A limited timeline of a member and room, with the number of messages sent by then. */
  private record Skip(int member, int room, int before) {}

  /**
   * The final counts.
   *
   * @param acknowledged sends that the server acknowledged
   * @param delivered arrivals, each counted once per message and member
   * @param missing expected arrivals that did not come
   * @param skipped arrivals that a limited timeline passed over
   */
  record Tally(
      long acknowledged,
      long delivered,
      long missing,
      long skipped,
      long duplicates,
      long misdelivered) {}

  /**
   * An empty ledger.
   *
   * @param base number of the first message
   * @param syncingOf by room, the numbers of its syncing members, ascending
   */
  DeliveryLedger(int base, int[][] syncingOf) {
    this.base = base;
    this.syncingOf = syncingOf;
  }

  /** A message is about to be sent; returns its number. */
  int begin(int room, long nanos) {
    if (count == roomOf.length) {
      grow();
    }
    int index = count++;
    roomOf[index] = room;
    fromNanos[index] = nanos;
    int syncing = syncingOf[room].length;
    if (syncing > MEMBERS_IN_WORD) {
      seenBeyond[index] = new long[(syncing - 1) / MEMBERS_IN_WORD];
    }
    return base + index;
  }

  void acknowledged(int number) {
    state[number - base] = ACKNOWLEDGED;
  }

  /** The server refused it or did not answer: it may or may not arrive. */
  void failed(int number) {
    state[number - base] = FAILED;
  }

  /** A message came to a syncing member. */
  Arrival arrived(int member, int number) {
    int index = number - base;
    if (index < 0) {
      return Arrival.EARLIER;
    }
    int position = index < count ? Arrays.binarySearch(syncingOf[roomOf[index]], member) : -1;
    if (position < 0) {
      misdelivered++;
      return Arrival.MISDELIVERED;
    }
    if (isSeen(index, position)) {
      duplicates++;
      return Arrival.DUPLICATE;
    }
    markSeen(index, position);
    delivered++;
    return Arrival.FIRST;
  }

  /** The time from which the latency of a message counts. */
  long fromNanos(int number) {
    return fromNanos[number - base];
  }

  /** The server cut a member's timeline of a room: earlier messages may be fetched by paging. */
  void limited(int member, int room) {
    skips.add(new Skip(member, room, count));
  }

  int count() {
    return count;
  }

  /** Deliveries so far, each counted once per message and member. */
  long delivered() {
    return delivered;
  }

  /** The first number for the next ledger. */
  int end() {
    return base + count;
  }

  Tally tally() {
    long acknowledged = 0;
    long open = 0;
    for (int i = 0; i < count; i++) {
      if (state[i] == ACKNOWLEDGED) {
        acknowledged++;
        open += syncingOf[roomOf[i]].length - seenCount(i);
      }
    }
    long skipped = open == 0 ? 0 : skippedCount();
    return new Tally(acknowledged, delivered, open - skipped, skipped, duplicates, misdelivered);
  }

  /** Whether nothing is awaited. */
  boolean settled() {
    for (int i = count - 1; i >= 0; i--) {
      if (state[i] == BEGUN) {
        return false;
      }
    }
    return tally().missing() == 0;
  }

  /** Only the last skip of a member and room counts: it covers all earlier ones. */
  private long skippedCount() {
    java.util.Map<Long, Integer> before = new java.util.HashMap<>();
    for (Skip skip : skips) {
      before.merge(key(skip.member(), skip.room()), skip.before(), Math::max);
    }
    if (before.isEmpty()) {
      return 0;
    }
    long skipped = 0;
    for (int i = 0; i < count; i++) {
      int[] members = syncingOf[roomOf[i]];
      if (state[i] != ACKNOWLEDGED || seenCount(i) == members.length) {
        continue;
      }
      for (int position = 0; position < members.length; position++) {
        int limit = before.getOrDefault(key(members[position], roomOf[i]), 0);
        if (i < limit && !isSeen(i, position)) {
          skipped++;
        }
      }
    }
    return skipped;
  }

  private static long key(int member, int room) {
    return (long) member << 32 | room;
  }

  private int seenCount(int index) {
    int bits = Long.bitCount(seen[index]);
    long[] beyond = seenBeyond[index];
    if (beyond != null) {
      for (long word : beyond) {
        bits += Long.bitCount(word);
      }
    }
    return bits;
  }

  private boolean isSeen(int index, int position) {
    return (word(index, position) >>> (position % MEMBERS_IN_WORD) & 1) == 1;
  }

  private long word(int index, int position) {
    return position < MEMBERS_IN_WORD
        ? seen[index]
        : seenBeyond[index][position / MEMBERS_IN_WORD - 1];
  }

  private void markSeen(int index, int position) {
    long bit = 1L << position % MEMBERS_IN_WORD;
    if (position < MEMBERS_IN_WORD) {
      seen[index] |= bit;
    } else {
      seenBeyond[index][position / MEMBERS_IN_WORD - 1] |= bit;
    }
  }

  private void grow() {
    int capacity = roomOf.length * 2;
    roomOf = Arrays.copyOf(roomOf, capacity);
    fromNanos = Arrays.copyOf(fromNanos, capacity);
    state = Arrays.copyOf(state, capacity);
    seen = Arrays.copyOf(seen, capacity);
    seenBeyond = Arrays.copyOf(seenBeyond, capacity);
  }
}
