package org.bongsu.matrix.sync;

import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which parts of a sync a client wants (client-server API, filtering). {@code event_fields} is
 * validated but ignored: more fields than requested may be sent.
 *
 * @param rooms which rooms at all
 * @param federationFormat whether events are written as servers send them to each other
 */
public record SyncFilter(
    EventFilter presence,
    EventFilter accountData,
    EventFilter rooms,
    EventFilter ephemeral,
    EventFilter state,
    EventFilter timeline,
    EventFilter roomAccountData,
    boolean includeLeave,
    boolean federationFormat) {
  private static final int DEFAULT_TIMELINE_LIMIT = 10;
  private static final int TIMELINE_LIMIT_MAX = 500;

  public static final SyncFilter ALL = of(Json.object());

  /**
   * Parses a filter.
   *
   * @throws MatrixError if it is malformed
   */
  public static SyncFilter of(ObjectNode json) {
    if (!Body.array(json, "event_fields").stream().allMatch(JsonNode::isString)) {
      throw MatrixError.badJson("event_fields is not a list of strings");
    }
    ObjectNode room = Body.object(json, "room");
    return new SyncFilter(
        part(json, "presence"),
        part(json, "account_data"),
        EventFilter.of(room, Integer.MAX_VALUE, Integer.MAX_VALUE),
        part(room, "ephemeral"),
        part(room, "state"),
        EventFilter.of(Body.object(room, "timeline"), DEFAULT_TIMELINE_LIMIT, TIMELINE_LIMIT_MAX),
        part(room, "account_data"),
        Body.flag(room, "include_leave", false),
        isFederationFormat(json));
  }

  private static EventFilter part(ObjectNode json, String key) {
    return EventFilter.of(Body.object(json, key), Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static boolean isFederationFormat(ObjectNode json) {
    return switch (Body.optionalString(json, "event_format").orElse("client")) {
      case "client" -> false;
      case "federation" -> true;
      default -> throw MatrixError.badJson("event_format is client or federation");
    };
  }

  /** Whether events of the room can match. */
  public boolean wantsRoom(RoomId room) {
    return rooms.wantsRoom(room);
  }

  /** Whether member events are sent only for users who are shown. */
  public boolean lazyLoadsMembers() {
    return state.lazyLoadMembers() || timeline.lazyLoadMembers();
  }

  public boolean includesRedundantMembers() {
    return state.includeRedundantMembers() || timeline.includeRedundantMembers();
  }

  public boolean countsThreads() {
    return timeline.unreadThreadNotifications();
  }
}
