package org.bongsu.room;

import java.util.List;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Reads the events that relate to an event, and the threads of a room. */
public final class RelatedEvents {
  /** Maximum depth to which relations of relations are followed. */
  public static final int DEPTH_MAX = 4;

  private static final String FOUND =
      "WITH RECURSIVE found (event, rel_type, depth) AS ("
          + "SELECT event, rel_type, 1 FROM relation WHERE target = ?"
          + " UNION ALL SELECT r.event, r.rel_type, f.depth + 1 FROM relation r"
          + " JOIN found f ON r.target = f.event WHERE f.depth < ?) ";

  private static final String WANTED =
      "JOIN found f ON f.event = e.ordering WHERE f.rel_type = COALESCE(?, f.rel_type)"
          + " AND e.type = COALESCE(?, e.type) AND e.ordering >= ? AND e.ordering < ?"
          + " ORDER BY e.ordering ";

  /**
   * Selects events that relate to an event.
   *
   * @param relType null for any
   * @param eventType null for any
   * @param depth 1 for direct relations only
   */
  public record Wanted(
      StoredEvent target, @Nullable String relType, @Nullable String eventType, int depth) {}

  /** A thread of a room by its root; {@code latest} is the ordering of its newest reply. */
  public record Thread(long root, long latest) {}

  private final Db db;

  public RelatedEvents(Db db) {
    this.db = db;
  }

  /** Related events with {@code from} <= ordering < {@code before}, newest first. */
  public List<StoredEvent> backwards(Wanted wanted, long from, long before, int limit) {
    return read(wanted, from, before, limit, "DESC");
  }

  /** Related events with {@code from} <= ordering < {@code before}, oldest first. */
  public List<StoredEvent> forwards(Wanted wanted, long from, long before, int limit) {
    return read(wanted, from, before, limit, "ASC");
  }

  private List<StoredEvent> read(
      Wanted wanted, long from, long before, int limit, String direction) {
    return db.list(
        FOUND + StoredEvent.COLUMNS + WANTED + direction + " LIMIT ?",
        StoredEvent::read,
        wanted.target.ordering(),
        wanted.depth,
        wanted.relType,
        wanted.eventType,
        from,
        before,
        limit);
  }

  /** Threads whose newest reply is older than {@code before}, the most recent first. */
  public List<Thread> threads(RoomRow room, long before, int limit) {
    return db.list(
        "SELECT root, latest FROM thread WHERE room = ? AND latest < ?"
            + " ORDER BY latest DESC LIMIT ?",
        row -> new Thread(row.getLong(1), row.getLong(2)),
        room.key(),
        before,
        limit);
  }

  /** Whether a user has started a thread or replied in it. */
  public boolean hasParticipated(UserId user, StoredEvent root) {
    return root.sender().equals(user)
        || db.exists(
            "SELECT 1 FROM relation WHERE target = ? AND rel_type = 'm.thread'"
                + " AND sender = (SELECT id FROM actor WHERE user = ?)",
            root.ordering(),
            user);
  }
}
