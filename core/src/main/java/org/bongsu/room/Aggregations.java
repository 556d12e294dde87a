package org.bongsu.room;

import java.util.List;
import java.util.Optional;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Aggregates the events that relate to an event: its newest edit, its thread, references to it
 * (client-server API, aggregations of child events). Only events that the reader may see, and not
 * those of ignored users, are counted.
 */
final class Aggregations {
  /** Maximum references included with an event; {@code /relations} returns all. */
  private static final int REFERENCES_MAX = 100;

  private final Db db;
  private final Rooms rooms;
  private final ClientEvents.Asker asker;
  private final ClientEvents writer;

  Aggregations(Db db, Rooms rooms, ClientEvents.Asker asker, ClientEvents writer) {
    this.db = db;
    this.rooms = rooms;
    this.asker = asker;
    this.writer = writer;
  }

  Optional<ObjectNode> of(Visibility seen, StoredEvent event) {
    ObjectNode relations = Json.object();
    List<String> types =
        db.list(
            "SELECT DISTINCT rel_type FROM relation WHERE target = ?"
                + " AND rel_type IN ('m.replace', 'm.thread', 'm.reference') ORDER BY rel_type",
            row -> row.getString(1),
            event.ordering());
    for (String type : types) {
      switch (type) {
        case "m.replace" ->
            edit(seen, event).ifPresent(edit -> relations.set(type, writer.writeAlone(seen, edit)));
        case "m.thread" -> thread(seen, event).ifPresent(thread -> relations.set(type, thread));
        default -> references(seen, event).ifPresent(chunk -> relations.set(type, chunk));
      }
    }
    return relations.isEmpty() ? Optional.empty() : Optional.of(relations);
  }

  /** The newest edit of an event by its own sender; a redacted event and state have none. */
  private Optional<StoredEvent> edit(Visibility seen, StoredEvent event) {
    if (event.redactedBy() != null || event.isState()) {
      return Optional.empty();
    }
    return rooms.newestEdit(event).filter(edit -> seen.sees(edit.ordering()));
  }

  private Optional<ObjectNode> thread(Visibility seen, StoredEvent root) {
    List<Long> replies =
        related(root, "m.thread").stream()
            .filter(reply -> seen.sees(reply.ordering) && !isIgnored(reply.sender))
            .map(Related::ordering)
            .toList();
    if (replies.isEmpty()) {
      return Optional.empty();
    }
    StoredEvent latest = rooms.event(replies.getLast()).orElseThrow();
    ObjectNode thread = Json.object();
    ObjectNode written = writer.writeAlone(seen, latest);
    edit(seen, latest)
        .ifPresent(edit ->
            ((ObjectNode) written.get("unsigned"))
                .putObject("m.relations")
                .set("m.replace", writer.writeAlone(seen, edit)));
    thread.set("latest_event", written);
    thread.put("count", replies.size());
    thread.put(
        "current_user_participated", new RelatedEvents(db).hasParticipated(asker.user(), root));
    return Optional.of(thread);
  }

  private Optional<ObjectNode> references(Visibility seen, StoredEvent event) {
    ObjectNode references = Json.object();
    ArrayNode chunk = references.putArray("chunk");
    for (Related reference : related(event, "m.reference")) {
      if (chunk.size() < REFERENCES_MAX
          && seen.sees(reference.ordering)
          && !isIgnored(reference.sender)) {
        rooms
            .event(reference.ordering)
            .ifPresent(found -> chunk.addObject().put("event_id", found.id().value()));
      }
    }
    return chunk.isEmpty() ? Optional.empty() : Optional.of(references);
  }

  private record Related(long ordering, String sender) {}

  private List<Related> related(StoredEvent event, String relType) {
    return db.list(
        "SELECT rel.event, a.user FROM relation rel JOIN actor a ON a.id = rel.sender"
            + " WHERE rel.target = ? AND rel.rel_type = ? ORDER BY rel.event",
        row -> new Related(row.getLong(1), row.getString(2)),
        event.ordering(),
        relType);
  }

  private boolean isIgnored(String user) {
    return !asker.ignored().isEmpty() && asker.ignored().contains(new UserId(user));
  }
}
