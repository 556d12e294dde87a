package org.bongsu.matrix.rooms;

import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.json.Json;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a room shows in directories and before a user joins (specification: RoomSummary).
 *
 * @param json as it is answered, {@code allowed_room_ids} included
 * @param allowed the rooms whose members may join, if the room is restricted
 */
record RoomSummary(
    ObjectNode json,
    long joinedCount,
    String joinRule,
    boolean worldReadable,
    List<org.bongsu.id.RoomId> allowed) {

  static RoomSummary of(Rooms rooms, RoomRow row) {
    Optional<StoredEvent> rules = rooms.state(row, EventTypes.JOIN_RULES, "");
    String joinRule = text(rules, "join_rule").orElse("invite");
    boolean worldReadable =
        text(rooms, row, EventTypes.HISTORY_VISIBILITY, "history_visibility")
            .filter("world_readable"::equals)
            .isPresent();
    long joinedCount = rooms.joinedCount(row);
    ObjectNode json = Json.object().put("room_id", row.id().value());
    put(json, "canonical_alias", text(rooms, row, EventTypes.CANONICAL_ALIAS, "alias"), "#");
    put(json, "name", text(rooms, row, EventTypes.NAME, "name"), "");
    Seal seal = rooms.seal(row); // the rest is not hidden by it
    put(
        json,
        "topic",
        rooms.state(row, EventTypes.TOPIC, "").map(seal::shown).flatMap(RoomSummary::topic),
        "");
    put(
        json,
        "avatar_url",
        rooms
            .state(row, EventTypes.AVATAR, "")
            .map(seal::shown)
            .flatMap(c -> c.path("url").stringValueOpt()),
        "mxc://");
    put(json, "room_type", text(rooms, row, EventTypes.CREATE, "type"), "");
    put(json, "encryption", text(rooms, row, EventTypes.ENCRYPTION, "algorithm"), "m.megolm.v1");
    json.put("num_joined_members", joinedCount);
    json.put("world_readable", worldReadable);
    json.put(
        "guest_can_join",
        text(rooms, row, EventTypes.GUEST_ACCESS, "guest_access")
            .filter("can_join"::equals)
            .isPresent());
    json.put("join_rule", joinRule);
    json.put("room_version", row.version().id());
    List<org.bongsu.id.RoomId> allowed =
        rules.map(StoredEvent::event).map(Joining::allowed).orElse(List.of());
    if (!allowed.isEmpty()) {
      ArrayNode ids = json.putArray("allowed_room_ids");
      allowed.forEach(id -> ids.add(id.value()));
    }
    return new RoomSummary(json, joinedCount, joinRule, worldReadable, allowed);
  }

  private static void put(ObjectNode json, String key, Optional<String> value, String beginning) {
    value
        .filter(text -> !text.isEmpty() && text.startsWith(beginning))
        .ifPresent(text -> json.put(key, text));
  }

  private static Optional<String> text(Rooms rooms, RoomRow row, String type, String key) {
    return text(rooms.state(row, type, ""), key);
  }

  private static Optional<String> text(Optional<StoredEvent> state, String key) {
    return state.flatMap(event -> event.event().contentString(key));
  }

  /** The plain text of a topic: from {@code m.topic} if present, else from {@code topic}. */
  private static Optional<String> topic(ObjectNode content) {
    for (JsonNode form : content.path("m.topic").path("m.text")) {
      if (form.path("mimetype").stringValue("text/plain").equals("text/plain")
          && form.path("body").isString()) {
        return Optional.of(form.path("body").stringValue());
      }
    }
    return content.path("topic").stringValueOpt();
  }

  /** A string member of the answer; empty if absent. */
  String text(String key) {
    return json.path(key).stringValue("");
  }

  boolean isSpace() {
    return text("room_type").equals("m.space");
  }

  /** Whether anyone may see the room's summary. */
  boolean isOpen() {
    return worldReadable
        || joinRule.equals("public")
        || joinRule.equals("knock")
        || joinRule.equals("knock_restricted");
  }
}
