package org.bongsu.event;

import java.util.Optional;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of a room, without the fields that only other servers need.
 *
 * @param stateKey null if it is not a state event
 * @param timeMillis when it was accepted, milliseconds since 1970 ({@code origin_server_ts})
 * @param content must not be modified
 */
public record Event(
    EventId id,
    RoomId roomId,
    UserId sender,
    String type,
    @Nullable String stateKey,
    long timeMillis,
    ObjectNode content) {

  /**
   * Reads an event in its federation format; {@code roomId} is given because a v12 create event has
   * none.
   */
  public static Event ofPdu(EventId id, RoomId roomId, ObjectNode pdu) {
    JsonNode stateKey = pdu.path("state_key");
    return new Event(
        id,
        roomId,
        new UserId(pdu.path("sender").stringValue()),
        pdu.path("type").stringValue(),
        stateKey.isString() ? stateKey.stringValue() : null,
        pdu.path("origin_server_ts").longValue(),
        (ObjectNode) pdu.path("content"));
  }

  public Optional<String> state() {
    return Optional.ofNullable(stateKey);
  }

  public boolean isState() {
    return stateKey != null;
  }

  /** Whether it is the room's state of this type with an empty state key. */
  public boolean isRoomState(String wantedType) {
    return stateKey != null && stateKey.isEmpty() && type.equals(wantedType);
  }

  /** A field of the content, if it is a string. */
  public Optional<String> contentString(String key) {
    JsonNode value = content.path(key);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }
}
