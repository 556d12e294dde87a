package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.event.EventTypes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.room.ClientEvents;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What users get of rooms that they are invited to, in one answer. Strangers choose it, so its size
 * is limited: an event that is too large to be a name or a picture is left out, and after 2 Mi
 * characters only the member event of each further room is included.
 */
final class StrippedState {
  /** Characters of the content of one event. */
  private static final int CONTENT_LENGTH_MAX = 4 * 1024;

  /** Characters in one answer, after which only member events follow. */
  private static final long LENGTH_MAX = 2L << 20;

  /** State events that invited users get (specification: stripped state). */
  private static final List<String> TYPES =
      List.of(
          EventTypes.CREATE,
          EventTypes.NAME,
          EventTypes.TOPIC,
          EventTypes.AVATAR,
          EventTypes.CANONICAL_ALIAS,
          EventTypes.JOIN_RULES,
          EventTypes.ENCRYPTION);

  private long length;

  /**
   * The stripped state of a room.
   *
   * @param own the user's member event
   */
  ArrayNode of(Rooms rooms, RoomRow room, StoredEvent own, UserId user) {
    ArrayNode written = Json.array();
    Seal seal = rooms.seal(room);
    if (length < LENGTH_MAX) {
      List<StoredEvent> events = new ArrayList<>();
      for (String type : TYPES) {
        rooms.state(room, type, "").ifPresent(events::add);
      }
      if (!own.sender().equals(user)) {
        rooms.state(room, EventTypes.MEMBER, own.sender().value()).ifPresent(events::add);
      }
      events.removeIf(event -> !isSmall(event));
      events.forEach(event -> written.add(ClientEvents.stripped(seal, event)));
      length += events.stream().mapToLong(event -> event.contentText().length()).sum();
    }
    ObjectNode member = ClientEvents.stripped(seal, own);
    if (!isSmall(own)) {
      member.putObject("content").set("membership", own.content().path("membership"));
    }
    // clients sort invitations by the time of the member event, which stripped state lacks
    written.add(member.put("origin_server_ts", own.timeMillis()));
    return written;
  }

  private static boolean isSmall(StoredEvent event) {
    return event.contentText().length() <= CONTENT_LENGTH_MAX;
  }
}
