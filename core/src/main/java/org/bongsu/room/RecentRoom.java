package org.bongsu.room;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.store.Db;

/**
 * A room with its newest events. Immutable; valid as long as the room's {@code last_change} is
 * unchanged, which every event, redaction, relation and receipt moves.
 */
public final class RecentRoom {
  private final RoomRow row;
  private final long from;
  private final List<StoredEvent> events;
  private final long lastReceipt;
  private final long state;

  /**
   * A snapshot of a room.
   *
   * @param from all events from this ordering on are included
   * @param events oldest first
   * @param lastReceipt ordering of the newest receipt
   * @param state a number that changes when the room's state changes or a state event is redacted
   */
  RecentRoom(RoomRow row, long from, List<StoredEvent> events, long lastReceipt, long state) {
    this.row = row;
    this.from = from;
    this.events = events;
    this.lastReceipt = lastReceipt;
    this.state = state;
  }

  public RoomRow row() {
    return row;
  }

  long from() {
    return from;
  }

  List<StoredEvent> events() {
    return events;
  }

  long state() {
    return state;
  }

  boolean isAt(RoomRow now) {
    return row.lastChange() == now.lastChange() && row.lastEvent() == now.lastEvent();
  }

  /** Whether there may be receipts from an ordering on. */
  public boolean mayHaveReceipts(long since) {
    return lastReceipt >= since;
  }

  /** As {@link Rooms#backwards}; included events are not read from the store. */
  public List<StoredEvent> backwards(Db db, long low, long high, int limit) {
    List<StoredEvent> found = new ArrayList<>();
    for (int i = events.size() - 1; i >= 0 && found.size() < limit; i--) {
      StoredEvent event = events.get(i);
      if (event.ordering() < low) {
        break;
      }
      if (event.ordering() < high) {
        found.add(event);
      }
    }
    return from <= low || found.size() == limit
        ? found
        : new Rooms(db).backwards(row, low, high, limit);
  }

  /** As {@link Rooms#forwards}; included events are not read from the store. */
  public List<StoredEvent> forwards(Db db, long low, long high, int limit) {
    if (from > low) {
      return new Rooms(db).forwards(row, low, high, limit);
    }
    return events.stream()
        .filter(event -> event.ordering() >= low && event.ordering() < high)
        .limit(limit)
        .toList();
  }
}
