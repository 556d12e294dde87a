package org.bongsu.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.EventId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Columns;
import org.bongsu.store.Db;

/**
 * Receipts: up to which events users have read a room. A receipt never moves back to an earlier
 * event.
 */
public final class Receipts {
  public static final String READ = "m.read";
  public static final String READ_PRIVATE = "m.read.private";
  public static final String FULLY_READ = "m.fully_read";

  /** Receipts of other users that a user gets at once: anybody in a room can set any number. */
  public static final int OF_OTHERS_MAX = 5_000;

  /** All receipt types. */
  public static final Set<String> TYPES = Set.of(READ, READ_PRIVATE, FULLY_READ);

  /**
   * A receipt.
   *
   * @param thread empty for none, {@code main}, or the event id of a thread's root
   * @param ordering of the event
   */
  public record Receipt(
      UserId user, String type, String thread, EventId event, long ordering, long timeMillis) {}

  private final Db db;
  private final Rooms rooms;

  public Receipts(Db db) {
    this.db = db;
    this.rooms = new Rooms(db);
  }

  Outcome readUpTo(RoomRow room, RoomCommand.ReadUpTo read, LongSupplier actor, Tx tx) {
    if (!rooms.isJoined(room, read.user())) {
      return Outcome.refused(Refusal.FORBIDDEN, "You are not in this room.");
    }
    for (RoomCommand.ReadMark mark : read.marks()) {
      Optional<StoredEvent> event =
          rooms.event(mark.event()).filter(e -> e.roomId().equals(room.id()));
      if (event.isEmpty()) {
        return Outcome.refused(Refusal.INVALID, "There is no such event in this room.");
      }
      if (!isInThread(event.get(), mark.thread())) {
        return Outcome.refused(Refusal.INVALID, "The event is not in the thread of thread_id.");
      }
    }
    for (RoomCommand.ReadMark mark : read.marks()) {
      store(
          room, actor.getAsLong(), read.user(), mark, rooms.event(mark.event()).orElseThrow(), tx);
    }
    return Outcome.accepted();
  }

  private boolean isInThread(StoredEvent event, String thread) {
    return thread.isEmpty()
        || event.redactedBy() != null
        || thread.equals(event.id().value())
        || thread.equals(Threads.of(rooms, event));
  }

  private void store(
      RoomRow room, long actor, UserId user, RoomCommand.ReadMark mark, StoredEvent event, Tx tx) {
    long before =
        db.number(
                "SELECT event FROM receipt WHERE room = ? AND user = ? AND type = ? AND thread = ?",
                room.key(),
                actor,
                mark.type(),
                mark.thread())
            .orElse(-1);
    if (before >= event.ordering()) {
      return;
    }
    long ordering = tx.nextOrdering();
    db.update(
        "INSERT OR REPLACE INTO receipt (room, user, type, thread, event, time, ordering)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        room.key(),
        actor,
        mark.type(),
        mark.thread(),
        event.ordering(),
        tx.timeMillis(),
        ordering);
    if (mark.type().equals(FULLY_READ)) {
      tx.send(
          new UserCommand.SetAccountData(
              user, room.id(), FULLY_READ, Json.object().put("event_id", event.id().value())));
      return;
    }
    db.update("UPDATE room SET last_change = ? WHERE id = ?", ordering, room.key());
    tx.changed(
        mark.type().equals(READ)
            ? new Change.InRoom(room.id().value())
            : new Change.OfUser(user.value()));
  }

  /**
   * The receipts that a user may see, set from an ordering on: the public ones of others, the
   * newest {@link #OF_OTHERS_MAX} of them, and all of their own.
   */
  public List<Receipt> since(RoomRow room, UserId seenBy, long ordering) {
    List<Receipt> found =
        new ArrayList<>(
            db.list(
                "SELECT a.user, r.type, r.thread, e.event_id, r.event, r.time FROM receipt r"
                    + " JOIN actor a ON a.id = r.user JOIN event e ON e.ordering = r.event"
                    + " WHERE r.room = ? AND r.ordering >= ? AND r.type = 'm.read' AND a.user <> ?"
                    + " ORDER BY r.ordering DESC LIMIT ?",
                Receipts::read,
                room.key(),
                ordering,
                seenBy,
                OF_OTHERS_MAX));
    Collections.reverse(found);
    found.addAll(own(room, seenBy, ordering));
    return found;
  }

  /** A user's own receipts, public and private. */
  public List<Receipt> of(RoomRow room, UserId user) {
    return own(room, user, 0);
  }

  private List<Receipt> own(RoomRow room, UserId user, long ordering) {
    return db.list(
        "SELECT a.user, r.type, r.thread, e.event_id, r.event, r.time FROM receipt r"
            + " JOIN actor a ON a.id = r.user JOIN event e ON e.ordering = r.event"
            + " WHERE r.room = ? AND r.user = (SELECT id FROM actor WHERE user = ?)"
            + " AND r.ordering >= ? AND r.type IN ('m.read', 'm.read.private')"
            + " ORDER BY r.ordering",
        Receipts::read,
        room.key(),
        user,
        ordering);
  }

  /** The ordering of the room's newest receipt; -1 if there are none. */
  long last(RoomRow room) {
    return db.number("SELECT MAX(ordering) FROM receipt WHERE room = ?", room.key()).orElse(-1);
  }

  private static Receipt read(Columns row) throws java.sql.SQLException {
    return new Receipt(
        new UserId(row.getString(1)),
        row.getString(2),
        row.getString(3),
        StoredEvent.eventId(row.getBytes(4)),
        row.getLong(5),
        row.getLong(6));
  }
}
