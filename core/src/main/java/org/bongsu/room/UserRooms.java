package org.bongsu.room;

import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.store.Columns;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;

/** Reads the rooms of one shard for a user's sync. */
public final class UserRooms {
  /**
   * A room and a user's membership in it; {@code memberEvent} is the ordering of the member event.
   */
  public record UserRoom(RoomRow room, String membership, long memberEvent) {
    public boolean isJoined() {
      return membership.equals("join");
    }
  }

  /** The numbers of joined and invited members. */
  public record Counts(long joined, long invited) {}

  private static final String COLUMNS =
      "SELECT r.id, r.room_id, r.version, r.published, r.depth, r.last_event, r.last_change,"
          + " m.membership, m.event FROM member m JOIN room r ON r.id = m.room"
          + " WHERE m.user = (SELECT id FROM actor WHERE user = ?) AND m.forgotten = 0 ";

  private final Db db;

  public UserRooms(Db db) {
    this.db = db;
  }

  /** All rooms in which the user has a membership, including former but not forgotten ones. */
  public List<UserRoom> all(UserId user) {
    return db.list(COLUMNS + "ORDER BY r.id", UserRooms::read, user);
  }

  /**
   * The rooms that changed at or after an ordering: by anything if the user is joined, otherwise by
   * a change of the user's own membership.
   */
  public List<UserRoom> changedSince(UserId user, long ordering) {
    return db.list(
        COLUMNS
            + "AND r.last_change >= ?2 AND (m.membership = 'join' OR m.event >= ?2) ORDER BY r.id",
        UserRooms::read,
        user,
        ordering);
  }

  /** Whether two users are in a room together, on any shard. */
  public static boolean share(Readers.Reader reader, UserId one, UserId other) {
    for (int shard = 0; shard < reader.shards(); shard++) {
      if (new UserRooms(reader.shard(shard)).share(one, other)) {
        return true;
      }
    }
    return false;
  }

  private boolean share(UserId one, UserId other) {
    return db.exists(
        "SELECT 1 FROM member m JOIN member n ON n.room = m.room"
            + " WHERE m.user = (SELECT id FROM actor WHERE user = ?) AND m.membership = 'join'"
            + " AND n.user = (SELECT id FROM actor WHERE user = ?) AND n.membership = 'join'",
        one,
        other);
  }

  public Optional<UserRoom> of(UserId user, RoomId room) {
    return db.one(COLUMNS + "AND r.room_id = ?", UserRooms::read, user, room);
  }

  private static UserRoom read(Columns row) throws java.sql.SQLException {
    return new UserRoom(Rooms.readRoom(row), row.getString(8), row.getLong(9));
  }

  /** The current state events that were set, or redacted, at or after an ordering. */
  public List<StoredEvent> stateSince(RoomRow room, long ordering) {
    List<StoredEvent> state =
        db.list(
            StoredEvent.COLUMNS
                + "JOIN state s ON s.event = e.ordering WHERE s.room = ? AND s.event >= ?"
                + " ORDER BY e.ordering",
            StoredEvent::read,
            room.key(),
            ordering);
    state.addAll(stateRedactedSince(room, ordering));
    return state;
  }

  /** Reads the redactions only, by their index: a room has few, and may have many members. */
  private List<StoredEvent> stateRedactedSince(RoomRow room, long ordering) {
    return db.list(
        StoredEvent.COLUMNS
            + "JOIN state s ON s.room = e.room AND s.type = e.type AND s.state_key = e.state_key"
            + " AND s.event = e.ordering WHERE e.ordering IN (SELECT redacts FROM event"
            + " WHERE room = ? AND ordering >= ? AND redacts IS NOT NULL)",
        StoredEvent::read,
        room.key(),
        ordering);
  }

  /** The current state without member events. */
  public List<StoredEvent> stateWithoutMembers(RoomRow room) {
    return db.list(
        StoredEvent.COLUMNS
            + "JOIN state s ON s.event = e.ordering WHERE s.room = ?1"
            + " AND (s.type < ?2 OR s.type > ?2) ORDER BY e.ordering",
        StoredEvent::read,
        room.key(),
        EventTypes.MEMBER);
  }

  public Counts counts(RoomRow room) {
    return db.one(
            "SELECT COUNT(*) FILTER (WHERE membership = 'join'),"
                + " COUNT(*) FILTER (WHERE membership = 'invite') FROM member WHERE room = ?",
            row -> new Counts(row.getLong(1), row.getLong(2)),
            room.key())
        .orElse(new Counts(0, 0));
  }

  /**
   * The members after whom a room without a name is called: the earliest joined or invited ones or,
   * if there are none, former ones.
   */
  public List<UserId> heroes(RoomRow room, UserId butNot, int limit) {
    List<UserId> there = heroes(room, butNot, limit, "join", "invite");
    return there.isEmpty() ? heroes(room, butNot, limit, "leave", "ban") : there;
  }

  private List<UserId> heroes(
      RoomRow room, UserId butNot, int limit, String membership, String otherMembership) {
    return db.list(
        "SELECT a.user FROM member m JOIN actor a ON a.id = m.user"
            + " WHERE m.room = ? AND m.membership IN (?, ?) AND a.user <> ?"
            + " ORDER BY m.event LIMIT ?",
        row -> new UserId(row.getString(1)),
        room.key(),
        membership,
        otherMembership,
        butNot,
        limit);
  }
}
