package org.bongsu.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A room's state for tests, created by {@code @creator:x}. */
final class Rooms implements RoomState {
  static final UserId CREATOR = user("creator");

  private final Map<StateTuple, Event> state = new HashMap<>();
  private final RoomVersion version;
  private final RoomId roomId;

  Rooms(RoomVersion version) {
    this(version, "{\"room_version\":\"" + version.id() + "\"}");
  }

  Rooms(RoomVersion version, String createContent) {
    this.version = version;
    this.roomId = new RoomId(version.roomIdIsCreateHash() ? "!create" : "!room:x");
    put(EventTypes.CREATE, "", CREATOR, createContent);
  }

  static UserId user(String localpart) {
    return UserId.of(localpart, "x");
  }

  @Override
  public Optional<Event> get(String type, String stateKey) {
    return Optional.ofNullable(state.get(new StateTuple(type, stateKey)));
  }

  RoomVersion version() {
    return version;
  }

  RoomId roomId() {
    return roomId;
  }

  Rooms put(String type, String stateKey, UserId sender, String content) {
    String name = type.equals(EventTypes.CREATE) ? "$create" : "$" + state.size();
    ObjectNode json = Json.object(content);
    Event event = new Event(new EventId(name), roomId, sender, type, stateKey, 1, json);
    state.put(new StateTuple(type, stateKey), event);
    return this;
  }

  Rooms withMembers(String membership, String... localparts) {
    for (String localpart : List.of(localparts)) {
      UserId user = user(localpart);
      put(EventTypes.MEMBER, user.value(), user, "{\"membership\":\"" + membership + "\"}");
    }
    return this;
  }

  Rooms withPowerLevels(String content) {
    return put(EventTypes.POWER_LEVELS, "", CREATOR, content);
  }

  Rooms withJoinRule(String rule) {
    return put(EventTypes.JOIN_RULES, "", CREATOR, "{\"join_rule\":\"" + rule + "\"}");
  }
}
