package org.bongsu.reach;

import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushDecision;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.store.Readers;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the request to a push gateway (push gateway API, {@code POST /_matrix/push/v1/notify}).
 */
final class PushBody {
  private static final String EVENT_ID_ONLY = "event_id_only";

  /** A request to a push gateway. */
  record Request(String url, ObjectNode body) {}

  private final PushRecipients recipients;
  private final UnreadCounts unread;

  PushBody(PushRecipients recipients, UnreadCounts unread) {
    this.recipients = recipients;
    this.unread = unread;
  }

  /**
   * The request to send now. Empty if nothing is to be sent: the event is gone or has been read,
   * the push rules no longer match, or the pusher was removed.
   */
  Optional<Request> write(Readers.Reader reader, Notification notification) {
    Rooms rooms = new Rooms(reader.shard(notification.shard()));
    StoredEvent event = rooms.event(notification.ordering()).orElse(null);
    if (event == null || event.redactedBy() != null) {
      return Optional.empty();
    }
    UserId user = notification.user();
    RoomRow room = rooms.find(event.roomId()).orElseThrow();
    Optional<ObjectNode> pusher =
        recipients.httpPushers(reader, user).stream()
            .filter(p -> p.path("app_id").asString().equals(notification.appId()))
            .filter(p -> p.path("pushkey").asString().equals(notification.pushKey()))
            .findFirst();
    PushDecision decision = recipients.decision(reader, notification.shard(), room, event, user);
    if (pusher.isEmpty()
        || !decision.notifies()
        || !isStillRelevant(reader, rooms, room, event, user)) {
      return Optional.empty();
    }
    ObjectNode data = (ObjectNode) pusher.get().path("data").deepCopy();
    String url = data.remove("url").asString();
    ObjectNode body = Json.object();
    ObjectNode written = body.putObject("notification");
    written.put("event_id", event.id().value()).put("room_id", event.roomId().value());
    boolean idOnly = data.path("format").stringValue("").equals(EVENT_ID_ONLY);
    if (!idOnly) {
      describe(written, rooms, room, event, user, decision);
    }
    long count = unreadOf(reader, user);
    if (count > 0) {
      written.putObject("counts").put("unread", count);
    }
    ObjectNode device =
        written
            .putArray("devices")
            .addObject()
            .put("app_id", notification.appId())
            .put("pushkey", notification.pushKey());
    device.set("data", data);
    if (!idOnly) {
      device.set("tweaks", decision.tweaks());
    }
    return Optional.of(new Request(url, body));
  }

  /** Whether the user is still invited, or is still in the room and has not read the event. */
  private boolean isStillRelevant(
      Readers.Reader reader, Rooms rooms, RoomRow room, StoredEvent event, UserId user) {
    String membership = rooms.membership(room, user).orElse("leave");
    return switch (membership) {
      case "invite" -> PushRecipients.invited(event).filter(user::equals).isPresent();
      case "join" -> inRoom(reader, room, user) > 0;
      default -> false;
    };
  }

  private int inRoom(Readers.Reader reader, RoomRow room, UserId user) {
    Recipient recipient = recipients.recipient(reader, user);
    return unread.of(recipients.shardOf(reader, room.id()), room, recipient).all().notifications();
  }

  /** Number of unread notifications of a user in all rooms. */
  private long unreadOf(Readers.Reader reader, UserId user) {
    Recipient recipient = recipients.recipient(reader, user);
    long sum = 0;
    for (int shard = 0; shard < reader.shards(); shard++) {
      for (RoomRow room : new Rooms(reader.shard(shard)).ofUser(user, "join")) {
        sum += unread.of(reader.shard(shard), room, recipient).all().notifications();
      }
    }
    return sum;
  }

  private static void describe(
      ObjectNode written,
      Rooms rooms,
      RoomRow room,
      StoredEvent event,
      UserId user,
      PushDecision decision) {
    written.put("type", event.type()).put("sender", event.sender().value());
    put(written, "sender_display_name", PushRecipients.displayName(rooms, room, event.sender()));
    put(written, "room_name", text(rooms, room, EventTypes.NAME, "name"));
    put(written, "room_alias", text(rooms, room, EventTypes.CANONICAL_ALIAS, "alias"));
    if (user.value().equals(event.stateKey()) && event.type().equals(EventTypes.MEMBER)) {
      written.put("user_is_target", true);
    }
    boolean urgent =
        decision.highlight()
            || decision.sound().isPresent()
            || event.type().equals(EventTypes.ENCRYPTED);
    written.put("prio", urgent ? "high" : "low");
    written.set("content", event.content());
  }

  private static String text(Rooms rooms, RoomRow room, String type, String field) {
    return rooms
        .state(room, type, "")
        .flatMap(state -> state.event().contentString(field))
        .orElse("");
  }

  private static void put(ObjectNode written, String key, String value) {
    if (!value.isEmpty()) {
      written.put(key, value);
    }
  }
}
