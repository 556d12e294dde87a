package org.bongsu.room;

import java.util.stream.Stream;
import org.bongsu.event.EventFormat;
import org.bongsu.event.EventTypes;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events in the format of the federation (server-server API: PDUs), with the event id that
 * clients need. There are no signatures, because this server signs no events, and no hash of a
 * content that is no longer there.
 */
final class FederationFormat {
  /** Orderings of the event before it, null for the first one, and of its auth events. */
  private record Links(@Nullable Long previous, String auth) {}

  private final Db db;
  private final Rooms rooms;

  FederationFormat(Db db) {
    this.db = db;
    this.rooms = new Rooms(db);
  }

  /**
   * Writes an event.
   *
   * @param content the event's own, or a redacted one
   */
  ObjectNode write(StoredEvent event, String content) {
    Links links = links(event);
    ObjectNode pdu = Json.object();
    pdu.set(
        "auth_events",
        ids(Stream.of(links.auth.split(",")).filter(text -> !text.isEmpty()).map(Long::valueOf)));
    pdu.set("content", Json.object(content));
    pdu.put("depth", event.depth());
    pdu.put("origin_server_ts", event.timeMillis());
    pdu.set("prev_events", ids(Stream.ofNullable(links.previous)));
    if (!isNamelessCreate(event)) {
      pdu.put("room_id", event.roomId().value());
    }
    pdu.put("sender", event.sender().value());
    if (event.stateKey() != null) {
      pdu.put("state_key", event.stateKey());
    }
    pdu.put("type", event.type());
    if (event.redactedBy() == null && content.equals(event.contentText())) {
      String hash = EventFormat.contentHash(pdu);
      pdu.putObject("hashes").put("sha256", hash);
    }
    return pdu.put("event_id", event.id().value());
  }

  /** Whether it is the create event that a room of its version is named after. */
  private boolean isNamelessCreate(StoredEvent event) {
    return event.isState(EventTypes.CREATE, "")
        && rooms.find(event.roomId()).orElseThrow().version().roomIdIsCreateHash();
  }

  private Links links(StoredEvent event) {
    return db.one(
            "SELECT previous, auth FROM event WHERE ordering = ?",
            row -> new Links(row.getNullableLong(1), row.getString(2)),
            event.ordering())
        .orElseThrow();
  }

  private ArrayNode ids(Stream<Long> orderings) {
    ArrayNode ids = Json.array();
    orderings.forEach(ordering -> ids.add(rooms.event(ordering).orElseThrow().id().value()));
    return ids;
  }
}
