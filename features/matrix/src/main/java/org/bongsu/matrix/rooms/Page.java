package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;

/**
 * A page of a room's events, filtered to those that the reader may see.
 *
 * @param end the point of the timeline at which the next page starts; empty if there is none
 */
record Page(List<StoredEvent> events, OptionalLong end) {
  /** Events examined for one page, including those that are filtered out. */
  private static final int EXAMINED_MAX = 5_000;

  private static final int CHUNK_MIN = 16;

  /** Reads events between two orderings (first inclusive, second exclusive), in page order. */
  @FunctionalInterface
  interface Source {
    List<StoredEvent> read(long from, long before, int limit);
  }

  /** Reads backwards from {@code before}, down to {@code from}. */
  static Page backwards(
      Visibility seen,
      Source source,
      long from,
      long before,
      int limit,
      Predicate<StoredEvent> wanted) {
    Builder builder = new Builder(limit, wanted, before);
    for (Visibility.Range range : seen.seen().reversed()) {
      long low = Math.max(from, range.from());
      long high = Math.min(before, range.before());
      while (low < high) {
        int chunk = builder.chunk();
        List<StoredEvent> events = source.read(low, high, chunk);
        if (!builder.addAll(events)) {
          return new Page(builder.collected, OptionalLong.of(builder.last));
        }
        high = events.size() < chunk ? low : events.getLast().ordering();
      }
    }
    return new Page(builder.collected, OptionalLong.empty());
  }

  /** Reads forwards from {@code from}, up to {@code before}. */
  static Page forwards(
      Visibility seen,
      Source source,
      long from,
      long before,
      int limit,
      Predicate<StoredEvent> wanted) {
    Builder builder = new Builder(limit, wanted, from - 1);
    for (Visibility.Range range : seen.seen()) {
      long low = Math.max(from, range.from());
      long high = Math.min(before, range.before());
      while (low < high) {
        int chunk = builder.chunk();
        List<StoredEvent> events = source.read(low, high, chunk);
        if (!builder.addAll(events)) {
          return new Page(builder.collected, OptionalLong.of(builder.last + 1));
        }
        low = events.size() < chunk ? high : events.getLast().ordering() + 1;
      }
    }
    return new Page(builder.collected, OptionalLong.empty());
  }

  /** Collects events until the page is full and one more event shows that there is a next page. */
  private static final class Builder {
    final int limit;
    final Predicate<StoredEvent> wanted;
    final List<StoredEvent> collected = new ArrayList<>();
    int examined;

    /** Ordering of the last event that was examined. */
    long last;

    Builder(int limit, Predicate<StoredEvent> wanted, long last) {
      this.limit = limit;
      this.wanted = wanted;
      this.last = last;
    }

    int chunk() {
      return Math.max(CHUNK_MIN, limit - collected.size() + 1);
    }

    /** Returns false if the page is full before the last of the events. */
    boolean addAll(List<StoredEvent> events) {
      for (StoredEvent event : events) {
        boolean isWanted = wanted.test(event);
        if (examined == EXAMINED_MAX || (isWanted && collected.size() == limit)) {
          return false;
        }
        examined++;
        if (isWanted) {
          collected.add(event);
        }
        last = event.ordering();
      }
      return true;
    }
  }
}
