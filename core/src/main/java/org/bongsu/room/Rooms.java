package org.bongsu.room;

import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.store.Columns;
import org.bongsu.store.Db;

/** Reads the rooms of one shard, both while applying and for requests. */
public final class Rooms {
  private static final String EVENT_COLUMNS = StoredEvent.COLUMNS;

  private static final String ROOM_COLUMNS =
      "SELECT id, room_id, version, published, depth, last_event, last_change FROM room ";

  private final Db db;

  public Rooms(Db db) {
    this.db = db;
  }

  public Optional<RoomRow> find(RoomId room) {
    return db.one(ROOM_COLUMNS + "WHERE room_id = ?", Rooms::readRoom, room);
  }

  /**
   * The rooms in the public directory. A room whose history is hidden is not shown to strangers.
   */
  public List<RoomRow> published() {
    return db.list(ROOM_COLUMNS + "WHERE published = 1 ORDER BY id", Rooms::readRoom).stream()
        .filter(room -> seal(room).hiddenBefore() == 0)
        .toList();
  }

  /**
   * The rooms in which a user has one of these memberships and which the user has not forgotten.
   */
  public List<RoomRow> ofUser(UserId user, String membership) {
    return db.list(
        "SELECT r.id, r.room_id, r.version, r.published, r.depth, r.last_event, r.last_change"
            + " FROM member m JOIN room r ON r.id = m.room"
            + " WHERE m.user = (SELECT id FROM actor WHERE user = ?) AND m.membership = ?"
            + " AND m.forgotten = 0 ORDER BY r.id",
        Rooms::readRoom,
        user,
        membership);
  }

  /** A user's current membership: {@code join}, {@code invite}... */
  public Optional<String> membership(RoomRow room, UserId user) {
    return db.text(
        "SELECT membership FROM member WHERE room = ?"
            + " AND user = (SELECT id FROM actor WHERE user = ?)",
        room.key(),
        user);
  }

  public boolean isJoined(RoomRow room, UserId user) {
    return membership(room, user).filter("join"::equals).isPresent();
  }

  /** What is hidden of a room; code that reads state directly must apply it. */
  public Seal seal(RoomRow room) {
    return Seal.of(db, room);
  }

  /** One piece of the current state. */
  public Optional<StoredEvent> state(RoomRow room, String type, String stateKey) {
    return db.one(
        EVENT_COLUMNS
            + "WHERE e.ordering ="
            + " (SELECT event FROM state WHERE room = ? AND type = ? AND state_key = ?)",
        StoredEvent::read,
        room.key(),
        type,
        stateKey);
  }

  /** The whole current state. */
  public List<StoredEvent> state(RoomRow room) {
    return db.list(
        EVENT_COLUMNS + "JOIN state s ON s.event = e.ordering WHERE s.room = ? ORDER BY e.ordering",
        StoredEvent::read,
        room.key());
  }

  /** The whole state before the event at this ordering. */
  public List<StoredEvent> stateBefore(RoomRow room, long ordering) {
    return db.list(
        EVENT_COLUMNS
            + "WHERE e.ordering IN (SELECT MAX(ordering) FROM event"
            + " WHERE room = ? AND state_key IS NOT NULL AND ordering < ?"
            + " GROUP BY type, state_key) ORDER BY e.ordering",
        StoredEvent::read,
        room.key(),
        ordering);
  }

  /** One piece of the state before the event at this ordering. */
  public Optional<StoredEvent> stateBefore(
      RoomRow room, String type, String stateKey, long ordering) {
    return db.one(
        EVENT_COLUMNS
            + "WHERE e.room = ? AND e.type = ? AND e.state_key = ? AND e.ordering < ?"
            + " ORDER BY e.ordering DESC LIMIT 1",
        StoredEvent::read,
        room.key(),
        type,
        stateKey,
        ordering);
  }

  public Optional<StoredEvent> event(EventId id) {
    return db.one(EVENT_COLUMNS + "WHERE e.event_id = ?", StoredEvent::read, bytes(id));
  }

  /** As {@link #event(EventId)}, for text that may not be an event id. */
  public Optional<StoredEvent> event(String id) {
    try {
      return event(new EventId(id));
    } catch (IllegalArgumentException noEventId) {
      return Optional.empty();
    }
  }

  public Optional<StoredEvent> event(long ordering) {
    return db.one(EVENT_COLUMNS + "WHERE e.ordering = ?", StoredEvent::read, ordering);
  }

  /**
   * The ordering of the first event at a time or later, or that of the last event plus one if all
   * are earlier. By binary search: times grow with orderings, except when a clock was set back.
   */
  public long orderingAt(RoomRow room, long timeMillis) {
    long low = 0;
    long high = room.lastEvent() + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      Optional<StoredEvent> found = forwards(room, middle, Long.MAX_VALUE, 1).stream().findFirst();
      if (found.isEmpty() || found.get().timeMillis() >= timeMillis) {
        high = middle;
      } else {
        low = found.get().ordering() + 1;
      }
    }
    return low;
  }

  /**
   * Events of all rooms of the shard with {@code from} <= ordering < {@code before}, oldest first.
   */
  public List<StoredEvent> ofAllRooms(long from, long before, int limit) {
    return db.list(
        EVENT_COLUMNS + "WHERE e.ordering >= ? AND e.ordering < ? ORDER BY e.ordering LIMIT ?",
        StoredEvent::read,
        from,
        before,
        limit);
  }

  /** Events with {@code from} <= ordering < {@code before}, oldest first. */
  public List<StoredEvent> forwards(RoomRow room, long from, long before, int limit) {
    return db.list(
        EVENT_COLUMNS
            + "WHERE e.room = ? AND e.ordering >= ? AND e.ordering < ?"
            + " ORDER BY e.ordering LIMIT ?",
        StoredEvent::read,
        room.key(),
        from,
        before,
        limit);
  }

  /** Events with {@code from} <= ordering < {@code before}, newest first. */
  public List<StoredEvent> backwards(RoomRow room, long from, long before, int limit) {
    return db.list(
        EVENT_COLUMNS
            + "WHERE e.room = ? AND e.ordering >= ? AND e.ordering < ?"
            + " ORDER BY e.ordering DESC LIMIT ?",
        StoredEvent::read,
        room.key(),
        from,
        before,
        limit);
  }

  /** The current member events of the room. */
  public List<StoredEvent> members(RoomRow room) {
    return stateOfType(room, EventTypes.MEMBER);
  }

  /** The member events of the room before the event at this ordering. */
  public List<StoredEvent> membersBefore(RoomRow room, long ordering) {
    return db.list(
        EVENT_COLUMNS
            + "WHERE e.ordering IN (SELECT MAX(ordering) FROM event"
            + " WHERE room = ? AND type = ? AND state_key IS NOT NULL AND ordering < ?"
            + " GROUP BY state_key) ORDER BY e.ordering",
        StoredEvent::read,
        room.key(),
        EventTypes.MEMBER,
        ordering);
  }

  /** All current state events of one type. */
  public List<StoredEvent> stateOfType(RoomRow room, String type) {
    return db.list(
        EVENT_COLUMNS
            + "JOIN state s ON s.event = e.ordering WHERE s.room = ? AND s.type = ?"
            + " ORDER BY e.ordering",
        StoredEvent::read,
        room.key(),
        type);
  }

  public long joinedCount(RoomRow room) {
    return db.number(
            "SELECT COUNT(*) FROM member WHERE room = ? AND membership = 'join'", room.key())
        .orElse(0);
  }

  public List<UserId> joined(RoomRow room) {
    return db.list(
        "SELECT a.user FROM member m JOIN actor a ON a.id = m.user"
            + " WHERE m.room = ? AND m.membership = 'join' ORDER BY m.event",
        row -> new UserId(row.getString(1)),
        room.key());
  }

  /** The events by one sender that relate to an event in one way, oldest first. */
  public List<StoredEvent> related(StoredEvent target, String relType, UserId sender) {
    return db.list(
        EVENT_COLUMNS
            + "JOIN relation rel ON rel.event = e.ordering"
            + " WHERE rel.target = ? AND rel.rel_type = ?"
            + " AND rel.sender = (SELECT id FROM actor WHERE user = ?) ORDER BY rel.event",
        StoredEvent::read,
        target.ordering(),
        relType,
        sender);
  }

  /** The newest edit of an event: by its own sender, of the same type, with new content. */
  public Optional<StoredEvent> newestEdit(StoredEvent original) {
    return db.one(
        EVENT_COLUMNS
            + "JOIN relation rel ON rel.event = e.ordering WHERE rel.target = ?"
            + " AND rel.rel_type = 'm.replace' AND e.type = ? AND e.state_key IS NULL"
            + " AND a.user = ? AND json_type(e.content, '$.\"m.new_content\"') = 'object'"
            + " ORDER BY rel.event DESC LIMIT 1",
        StoredEvent::read,
        original.ordering(),
        original.type(),
        original.sender());
  }

  /** The hash in an event id; an id of another form matches no event. */
  public static byte[] bytes(EventId id) {
    try {
      return Base64.getUrlDecoder().decode(id.value().substring(1));
    } catch (IllegalArgumentException notOurs) {
      return new byte[0];
    }
  }

  static RoomRow readRoom(Columns row) throws SQLException {
    return new RoomRow(
        row.getLong(1),
        new RoomId(row.getString(2)),
        RoomVersion.of(row.getString(3)).orElseThrow(),
        row.getInt(4) == 1,
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }
}
