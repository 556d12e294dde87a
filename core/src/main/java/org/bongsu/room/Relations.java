package org.bongsu.room;

import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.EventId;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;

/** Remembers which events relate to which: edits, reactions, threads, references. */
final class Relations {
  private Relations() {}

  static void note(Db db, Rooms rooms, RoomRow room, NewEvent event, long ordering) {
    JsonNode relatesTo = event.content().path("m.relates_to");
    String relType = relatesTo.path("rel_type").stringValue("");
    String target = relatesTo.path("event_id").stringValue("");
    if (relType.isEmpty() || target.length() < 2 || !target.startsWith("$")) {
      return;
    }
    rooms
        .event(new EventId(target))
        .filter(found -> found.event().roomId().equals(room.id()))
        .ifPresent(found ->
            db.update(
                "INSERT INTO relation (target, event, rel_type, key) VALUES (?, ?, ?, ?)",
                found.ordering(),
                ordering,
                relType,
                relatesTo.path("key").isString() ? relatesTo.path("key").stringValue() : null));
  }
}
