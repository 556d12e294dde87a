package org.bongsu.room;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Records which events relate to which: edits, reactions, threads, references. */
final class Relations {
  private static final String THREAD = "m.thread";
  private static final String ANNOTATION = "m.annotation";

  private final Db db;
  private final Rooms rooms;

  Relations(Db db) {
    this.db = db;
    this.rooms = new Rooms(db);
  }

  /** A relation of an event to another one of its room. */
  private record Relation(String relType, StoredEvent target, JsonNode relatesTo) {}

  private Optional<Relation> of(RoomRow room, ObjectNode content) {
    JsonNode relatesTo = content.path("m.relates_to");
    String relType = relatesTo.path("rel_type").stringValue("");
    String target = relatesTo.path("event_id").stringValue("");
    if (relType.isEmpty() || target.length() < 2 || !target.startsWith("$")) {
      return Optional.empty();
    }
    return rooms
        .event(target)
        .filter(found -> found.roomId().equals(room.id()))
        .map(found -> new Relation(relType, found, relatesTo));
  }

  /** Why an event's relation is not allowed; empty if it is allowed or there is none. */
  Optional<Outcome> objection(RoomRow room, UserId sender, NewEvent event) {
    if (!event.content().has("m.relates_to")) {
      return Optional.empty();
    }
    return of(room, event.content())
        .flatMap(relation ->
            switch (relation.relType) {
              case ANNOTATION -> doubled(relation, sender, event);
              case THREAD -> nested(relation);
              default -> Optional.empty();
            });
  }

  private Optional<Outcome> doubled(Relation relation, UserId sender, NewEvent event) {
    JsonNode key = relation.relatesTo.path("key");
    List<StoredEvent> before =
        rooms.related(relation.target, ANNOTATION, sender).stream()
            .filter(other -> other.type().equals(event.type()))
            .filter(other -> other.content().path("m.relates_to").path("key").equals(key))
            .toList();
    return before.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                Refusal.DUPLICATE_ANNOTATION, "You have reacted to this event in this way."));
  }

  private static Optional<Outcome> nested(Relation relation) {
    String relType =
        relation.target.content().path("m.relates_to").path("rel_type").stringValue("");
    return relType.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Outcome.refused(
                Refusal.BAD_RELATION, "No thread begins at an event that relates to another."));
  }

  /** Records the relation of a new event. */
  void note(RoomRow room, NewEvent event, long ordering, long sender) {
    if (event.stateKey() != null || !event.content().has("m.relates_to")) {
      return;
    }
    of(room, event.content()).ifPresent(relation -> note(room, relation, ordering, sender));
  }

  private void note(RoomRow room, Relation relation, long ordering, long sender) {
    long target = relation.target.ordering();
    db.update(
        "INSERT INTO relation (target, rel_type, event, sender) VALUES (?, ?, ?, ?)",
        target,
        relation.relType,
        ordering,
        sender);
    db.update("UPDATE event SET related = 1 WHERE ordering = ? AND related = 0", target);
    if (relation.relType.equals(THREAD)) {
      db.update("INSERT OR REPLACE INTO thread VALUES (?, ?, ?)", target, room.key(), ordering);
    }
  }

  /** Removes the relation of an event that is being redacted. */
  void forget(RoomRow room, StoredEvent redacted) {
    of(room, redacted.content())
        .ifPresent(relation -> {
          long target = relation.target.ordering();
          db.update(
              "DELETE FROM relation WHERE target = ? AND rel_type = ? AND event = ?",
              target,
              relation.relType,
              redacted.ordering());
          if (relation.relType.equals(THREAD)) {
            shorten(target);
          }
        });
  }

  private void shorten(long root) {
    OptionalLong latest =
        db.number(
            "SELECT MAX(event) FROM relation WHERE target = ? AND rel_type = ?", root, THREAD);
    if (latest.isPresent()) {
      db.update("UPDATE thread SET latest = ? WHERE root = ?", latest.getAsLong(), root);
    } else {
      db.update("DELETE FROM thread WHERE root = ?", root);
    }
  }
}
