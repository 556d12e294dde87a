package org.bongsu.room;

import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.EventId;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;

/** Remembers which events relate to which: edits, reactions, threads, references. */
final class Relations {
  private Relations() {}

  static void note(Db db, Rooms rooms, RoomRow room, NewEvent event, long ordering, long sender) {
    JsonNode relatesTo = event.content().path("m.relates_to");
    String relType = relatesTo.path("rel_type").stringValue("");
    String target = relatesTo.path("event_id").stringValue("");
    if (relType.isEmpty() || target.length() < 2 || !target.startsWith("$")) {
      return;
    }
    rooms
        .event(new EventId(target))
        .filter(found -> found.roomId().equals(room.id()))
        .ifPresent(found -> {
          db.update(
              "INSERT INTO relation (target, rel_type, event, sender) VALUES (?, ?, ?, ?)",
              found.ordering(),
              relType,
              ordering,
              sender);
          db.update(
              "UPDATE event SET related = 1 WHERE ordering = ? AND related = 0", found.ordering());
        });
  }

  /** Takes out what an event that is being redacted said of another one. */
  static void forget(Db db, Rooms rooms, StoredEvent redacted) {
    JsonNode relatesTo = redacted.content().path("m.relates_to");
    String target = relatesTo.path("event_id").stringValue("");
    if (!target.startsWith("$") || target.length() < 2) {
      return;
    }
    rooms
        .event(new EventId(target))
        .ifPresent(found ->
            db.update(
                "DELETE FROM relation WHERE target = ? AND rel_type = ? AND event = ?",
                found.ordering(),
                relatesTo.path("rel_type").stringValue(""),
                redacted.ordering()));
  }
}
