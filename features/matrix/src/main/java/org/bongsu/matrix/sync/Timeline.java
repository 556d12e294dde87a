package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;

/**
 * The newest events of a room that a user may see and a filter wants.
 *
 * @param events oldest first
 * @param limited whether there are more between {@code from} and the first of them
 * @param leftOut whether a filter kept an event out that came after {@code from}
 * @param start token for what is before the first of them
 */
record Timeline(List<StoredEvent> events, boolean limited, boolean leftOut, TimelineToken start) {
  /** Events looked at for one timeline; a filter that wants few of them gets a limited one. */
  private static final int EXAMINED_MAX = 2_000;

  private static final int CHUNK_MIN = 16;

  /** Reads what lies from one ordering on and before another. */
  static Timeline read(
      Db db,
      RecentRoom room,
      Visibility seen,
      long from,
      long before,
      EventFilter filter,
      Set<UserId> ignored) {
    Reading reading = new Reading(filter, ignored, before);
    List<Visibility.Range> ranges = seen.seen();
    for (int i = ranges.size() - 1; i >= 0 && !reading.full; i--) {
      long low = Math.max(from, ranges.get(i).from());
      long high = Math.min(before, ranges.get(i).before());
      while (low < high && !reading.full) {
        int chunk = Math.max(CHUNK_MIN, filter.limit() - reading.found.size() + 1);
        List<StoredEvent> events = room.backwards(db, low, high, chunk);
        events.forEach(reading::take);
        high = events.size() < chunk ? low : events.getLast().ordering();
      }
    }
    return new Timeline(
        reading.found.reversed(), reading.full, reading.leftOut, new TimelineToken(reading.start));
  }

  /** Goes backwards through events. */
  private static final class Reading {
    final EventFilter filter;
    final Set<UserId> ignored;
    final List<StoredEvent> found = new ArrayList<>();
    int examined;
    boolean full;
    boolean leftOut;
    long start;

    Reading(EventFilter filter, Set<UserId> ignored, long before) {
      this.filter = filter;
      this.ignored = ignored;
      this.start = before;
    }

    void take(StoredEvent event) {
      if (full) {
        return;
      }
      if (++examined > EXAMINED_MAX) {
        full = true;
        return;
      }
      if (!isWanted(event)) {
        leftOut = true;
        if (examined == EXAMINED_MAX) {
          start = event.ordering();
        }
        return;
      }
      if (found.size() == filter.limit()) {
        full = true;
        return;
      }
      found.add(event);
      start = event.ordering();
    }

    private boolean isWanted(StoredEvent event) {
      if (!event.isState() && !ignored.isEmpty() && ignored.contains(event.sender())) {
        return false;
      }
      return filter.wantsRoom(event.roomId())
          && filter.wantsType(event.type())
          && filter.wantsSender(event.sender().value())
          && (filter.containsUrl() == null || filter.containsUrl() == event.content().has("url"));
    }
  }
}
