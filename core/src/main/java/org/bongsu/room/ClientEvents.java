package org.bongsu.room;

import java.util.List;
import java.util.Set;
import org.bongsu.event.EventTypes;
import org.bongsu.event.Redaction;
import org.bongsu.event.RoomVersion;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Writes events in the format for clients (client-server API, room event format), for one response
 * to one device. The stored content is embedded without being parsed; to read it, use the {@link
 * StoredEvent} and not the written object.
 */
public final class ClientEvents {
  /** The requesting user. Events of ignored users are not counted in aggregations. */
  public record Asker(UserId user, @Nullable DeviceId device, Set<UserId> ignored) {
    public Asker {
      ignored = Set.copyOf(ignored);
    }

    public static Asker of(UserId user, @Nullable DeviceId device) {
      return new Asker(user, device, Set.of());
    }
  }

  /** How events are written. */
  public enum Form {
    WITH_ROOM_ID,
    /** As in a sync response. */
    WITHOUT_ROOM_ID,
    /** As servers send events to each other, if a sync's filter asks for it. */
    FEDERATION
  }

  private final Db db;
  private final Rooms rooms;
  private final Erasures erasures;
  private final Asker asker;
  private final Form form;
  private final long nowMillis;

  /**
   * Creates a writer.
   *
   * @param nowMillis the present time, for {@code age}
   */
  public ClientEvents(Db db, Asker asker, Form form, long nowMillis) {
    this.db = db;
    this.rooms = new Rooms(db);
    this.erasures = new Erasures(db);
    this.asker = asker;
    this.form = form;
    this.nowMillis = nowMillis;
  }

  /** Writes events of one room as {@code seen} by the asker. */
  public ArrayNode write(Visibility seen, List<StoredEvent> events) {
    ArrayNode written = Json.array();
    for (StoredEvent event : events) {
      written.add(write(seen, event));
    }
    return written;
  }

  /** Writes an event with all of {@code unsigned} that its reader may see, relations included. */
  public ObjectNode write(Visibility seen, StoredEvent event) {
    ObjectNode written = outline(seen, event, form);
    ObjectNode unsigned = unsigned(seen, event, form);
    if (event.isRelatedTo()) {
      new Aggregations(db, rooms, asker, this)
          .of(seen, event)
          .ifPresent(relations -> unsigned.set("m.relations", relations));
    }
    written.set("unsigned", unsigned);
    return written;
  }

  /** Writes an event without aggregations, for use inside another one. */
  ObjectNode writeAlone(Visibility seen, StoredEvent event) {
    ObjectNode written = outline(seen, event, Form.WITH_ROOM_ID);
    written.set("unsigned", unsigned(seen, event, Form.WITH_ROOM_ID));
    return written;
  }

  /** Stripped state, for users who are not in the room (invites, knocks, spaces). */
  public static ObjectNode stripped(Seal seal, StoredEvent event) {
    ObjectNode written = Json.object().put("type", event.type()).put("state_key", event.stateKey());
    written.put("sender", event.sender().value());
    written.putRawValue("content", new RawValue(seal.shownText(event)));
    return written;
  }

  private ObjectNode outline(Visibility seen, StoredEvent event, Form form) {
    if (form == Form.FEDERATION) {
      return new FederationFormat(db).write(event, content(seen, event));
    }
    ObjectNode written = Json.object();
    written.put("type", event.type());
    written.put("sender", event.sender().value());
    written.put("event_id", event.id().value());
    if (form == Form.WITH_ROOM_ID) {
      written.put("room_id", event.roomId().value());
    }
    if (event.stateKey() != null) {
      written.put("state_key", event.stateKey());
    }
    written.put("origin_server_ts", event.timeMillis());
    written.putRawValue("content", new RawValue(content(seen, event)));
    if (event.type().equals(EventTypes.REDACTION)
        && event.content().has("redacts")
        && !seen.seal().hides(event.ordering())) {
      // clients from before room version 11 expect it here
      written.set("redacts", event.content().get("redacts"));
    }
    return written;
  }

  /**
   * The content as JSON; redacted if the sender was erased and the reader joined later, and without
   * what the seal hides.
   */
  private String content(Visibility seen, StoredEvent event) {
    if (!erasures.hide(event, seen)) {
      return seen.seal().shownText(event);
    }
    RoomVersion version = rooms.find(event.roomId()).orElseThrow().version();
    return Json.text(Redaction.redactContent(version, event.type(), event.content()));
  }

  private ObjectNode unsigned(Visibility seen, StoredEvent event, Form redactionForm) {
    ObjectNode unsigned = Json.object();
    unsigned.put("age", Math.max(0, nowMillis - event.timeMillis()));
    unsigned.put("membership", seen.membershipAt(event.ordering()));
    if (event.transactionId() != null
        && asker.device() != null
        && asker.device().value().equals(event.device())
        && asker.user().equals(event.sender())) {
      unsigned.put("transaction_id", event.transactionId());
    }
    Long replaced = event.replaced();
    if (replaced != null) {
      rooms
          .event(replaced)
          .ifPresent(before -> {
            unsigned.put("replaces_state", before.id().value());
            if (seen.sees(before.ordering())) {
              unsigned.putRawValue("prev_content", new RawValue(content(seen, before)));
            }
          });
    }
    Long redactedBy = event.redactedBy();
    if (redactedBy != null) {
      rooms
          .event(redactedBy)
          .ifPresent(redaction -> {
            ObjectNode because = outline(seen, redaction, redactionForm);
            because.set("unsigned", unsigned(seen, redaction, redactionForm));
            unsigned.set("redacted_because", because);
          });
    }
    return unsigned;
  }
}
