package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bongsu.event.StateTuple;
import org.bongsu.id.UserId;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.room.RecentRoom;
import org.bongsu.room.StoredEvent;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;

/**
 * The newest events of a room that a user may see and a filter lets through.
 *
 * <p>It begins after the last events that the user may not see: what happened meanwhile is in the
 * state section, which clients apply first, and an older event after it would undo it.
 *
 * @param events oldest first
 * @param limited whether there are more between {@code from} and the first of them
 * @param leftOut whether a filter kept an event out that came after {@code from}
 * @param start token for the events before the first one
 */
record Timeline(List<StoredEvent> events, boolean limited, boolean leftOut, TimelineToken start) {
  /**
   * Events examined for one timeline; if the filter drops most of them, the timeline is limited.
   */
  private static final int EXAMINED_MAX = 2_000;

  private static final int CHUNK_MIN = 16;

  /** Reads events between two orderings (first inclusive, second exclusive). */
  static Timeline read(
      Db db,
      RecentRoom room,
      Visibility seen,
      long from,
      long before,
      EventFilter filter,
      Set<UserId> ignored) {
    Builder builder = new Builder(filter, ignored, before);
    long read = before;
    for (Visibility.Range range : seen.seen().reversed()) {
      long low = Math.max(from, range.from());
      long high = Math.min(before, range.before());
      if (low < high && hasEvents(db, room, high, read)) {
        builder.end(read);
      }
      while (low < high && !builder.full) {
        int chunk = Math.max(CHUNK_MIN, filter.limit() - builder.found.size() + 1);
        List<StoredEvent> events = room.backwards(db, low, high, chunk);
        events.forEach(builder::add);
        high = events.size() < chunk ? low : events.getLast().ordering();
      }
      if (builder.full) {
        break;
      }
      read = low;
    }
    return new Timeline(
        builder.found.reversed(), builder.full, builder.leftOut, new TimelineToken(builder.start));
  }

  private static boolean hasEvents(Db db, RecentRoom room, long low, long high) {
    return low < high && !room.backwards(db, low, high, 1).isEmpty();
  }

  /** Collects events, newest first. */
  private static final class Builder {
    final EventFilter filter;
    final Set<UserId> ignored;
    final List<StoredEvent> found = new ArrayList<>();
    final Set<StateTuple> stateLeftOut = new HashSet<>();
    int examined;
    boolean full;
    boolean leftOut;
    long start;

    Builder(EventFilter filter, Set<UserId> ignored, long before) {
      this.filter = filter;
      this.ignored = ignored;
      this.start = before;
    }

    void add(StoredEvent event) {
      if (full) {
        return;
      }
      if (++examined > EXAMINED_MAX) {
        full = true;
        return;
      }
      if (!isWanted(event)) {
        leftOut = true;
        if (event.isState()) {
          stateLeftOut.add(tuple(event));
        }
        if (examined == EXAMINED_MAX) {
          start = event.ordering();
        }
        return;
      }
      if (found.size() == filter.limit() || isReplacedByOneLeftOut(event)) {
        full = true;
        return;
      }
      found.add(event);
      start = event.ordering();
    }

    /** Ends the timeline at an ordering before which there is more. */
    void end(long ordering) {
      full = true;
      start = ordering;
    }

    /** Whether the state section holds newer state that the event would undo. */
    private boolean isReplacedByOneLeftOut(StoredEvent event) {
      return event.isState() && stateLeftOut.contains(tuple(event));
    }

    private static StateTuple tuple(StoredEvent event) {
      return new StateTuple(event.type(), Objects.requireNonNull(event.stateKey()));
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
