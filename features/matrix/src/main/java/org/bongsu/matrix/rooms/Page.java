package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;

/**
 * A page of events, of which the reader sees only those that they may.
 *
 * @param end the point of the timeline from which the next page goes on; empty where there is none
 */
record Page(List<StoredEvent> events, OptionalLong end) {
  /** Events looked at for one page; what is left out by a filter counts, too. */
  private static final int EXAMINED_MAX = 5_000;

  private static final int CHUNK_MIN = 16;

  /** Reads events from one ordering on and before another, in the page's direction. */
  @FunctionalInterface
  interface Source {
    List<StoredEvent> read(long from, long before, int limit);
  }

  /** Goes back from {@code before}, not further than {@code from}. */
  static Page backwards(
      Visibility seen,
      Source source,
      long from,
      long before,
      int limit,
      Predicate<StoredEvent> wanted) {
    Taking taking = new Taking(limit, wanted, before);
    for (Visibility.Range range : seen.seen().reversed()) {
      long low = Math.max(from, range.from());
      long high = Math.min(before, range.before());
      while (low < high) {
        int chunk = taking.chunk();
        List<StoredEvent> events = source.read(low, high, chunk);
        if (!taking.takeAll(events)) {
          return new Page(taking.taken, OptionalLong.of(taking.last));
        }
        high = events.size() < chunk ? low : events.getLast().ordering();
      }
    }
    return new Page(taking.taken, OptionalLong.empty());
  }

  /** Goes on from {@code from}, up to {@code before}. */
  static Page forwards(
      Visibility seen,
      Source source,
      long from,
      long before,
      int limit,
      Predicate<StoredEvent> wanted) {
    Taking taking = new Taking(limit, wanted, from - 1);
    for (Visibility.Range range : seen.seen()) {
      long low = Math.max(from, range.from());
      long high = Math.min(before, range.before());
      while (low < high) {
        int chunk = taking.chunk();
        List<StoredEvent> events = source.read(low, high, chunk);
        if (!taking.takeAll(events)) {
          return new Page(taking.taken, OptionalLong.of(taking.last + 1));
        }
        low = events.size() < chunk ? high : events.getLast().ordering() + 1;
      }
    }
    return new Page(taking.taken, OptionalLong.empty());
  }

  /** Takes events until there are enough and one more has shown that there is a next page. */
  private static final class Taking {
    final int limit;
    final Predicate<StoredEvent> wanted;
    final List<StoredEvent> taken = new ArrayList<>();
    int examined;

    /** Ordering of the last event that was taken or passed over. */
    long last;

    Taking(int limit, Predicate<StoredEvent> wanted, long last) {
      this.limit = limit;
      this.wanted = wanted;
      this.last = last;
    }

    int chunk() {
      return Math.max(CHUNK_MIN, limit - taken.size() + 1);
    }

    /** False where the page ends before the last of them. */
    boolean takeAll(List<StoredEvent> events) {
      for (StoredEvent event : events) {
        boolean isWanted = wanted.test(event);
        if (examined == EXAMINED_MAX || (isWanted && taken.size() == limit)) {
          return false;
        }
        examined++;
        if (isWanted) {
          taken.add(event);
        }
        last = event.ordering();
      }
      return true;
    }
  }
}
