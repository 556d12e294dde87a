package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.command.RoomCommand;
import org.bongsu.event.Event;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joining rooms, and who may: a restricted room lets in the members of other rooms, which live on
 * other shards and are asked here (client-server API, restricted rooms).
 */
final class Joining {
  /** Rooms that a join rule may name and that are asked. */
  private static final int ALLOWED_ROOMS_MAX = 50;

  /** Members who are asked for the power to let others in. */
  private static final int AUTHORISERS_MAX = 200;

  private final RoomAccess access;
  private final Homeserver homeserver;

  Joining(RoomAccess access) {
    this.access = access;
    this.homeserver = access.homeserver();
  }

  /** What has to be known of a room before a user joins. */
  private record Gate(String membership, List<RoomId> allowed, @Nullable UserId authoriser) {}

  /** Joins a room as far as its rules let the user in. */
  void join(RoomId room, UserId user, Optional<String> reason) {
    ObjectNode content = access.member(user, "join");
    reason.ifPresent(text -> content.put("reason", text));
    Optional<UserId> via = authorisedVia(room, user);
    via.ifPresent(member -> content.put("join_authorised_via_users_server", member.value()));
    homeserver.apply(
        new RoomCommand.SetMembership(room, user, user, content, null, via.orElse(null)));
    // The profile may have changed while the user was not yet told of as a member.
    ObjectNode now = access.member(user, "join");
    if (!now.path("displayname").equals(content.path("displayname"))
        || !now.path("avatar_url").equals(content.path("avatar_url"))) {
      homeserver.apply(new RoomCommand.SetMembership(room, user, user, now, List.of("join"), null));
    }
  }

  /** The member by whose power the user joins, where the room is restricted and that is needed. */
  private Optional<UserId> authorisedVia(RoomId room, UserId user) {
    Gate gate =
        homeserver.read(room.value(), db -> gate(db, room, user)).orElseThrow(Joining::noRoom);
    boolean isInOrInvited = gate.membership.equals("join") || gate.membership.equals("invite");
    if (isInOrInvited || !isInOneOf(gate.allowed, user)) {
      return Optional.empty();
    }
    if (gate.authoriser == null) {
      throw MatrixError.forbidden("Nobody in this room has the power to let you in");
    }
    return Optional.of(gate.authoriser);
  }

  static MatrixError noRoom() {
    return MatrixError.notFound("There is no such room");
  }

  /** Whether the user is in one of the rooms that a restricted join rule names. */
  boolean isInOneOf(List<RoomId> rooms, UserId user) {
    return rooms.stream()
        .limit(ALLOWED_ROOMS_MAX)
        .anyMatch(room ->
            homeserver.read(
                room.value(),
                db -> {
                  Rooms there = new Rooms(db);
                  return there.find(room).filter(row -> there.isJoined(row, user)).isPresent();
                }));
  }

  private static Optional<Gate> gate(Db db, RoomId room, UserId user) {
    Rooms rooms = new Rooms(db);
    return rooms
        .find(room)
        .map(row -> {
          Optional<StoredEvent> rule = rooms.state(row, EventTypes.JOIN_RULES, "");
          List<RoomId> allowed =
              rule.map(StoredEvent::event).map(Joining::allowed).orElse(List.of());
          return new Gate(
              rooms.membership(row, user).orElse("leave"),
              allowed,
              allowed.isEmpty() ? null : authoriser(rooms, row).orElse(null));
        });
  }

  /** The rooms whose members a restricted room lets in; none where it is not restricted. */
  static List<RoomId> allowed(Event joinRules) {
    String rule = joinRules.contentString("join_rule").orElse("");
    List<RoomId> rooms = new ArrayList<>();
    if (rule.equals("restricted") || rule.equals("knock_restricted")) {
      for (JsonNode allow : joinRules.content().path("allow")) {
        String room = allow.path("room_id").stringValue("");
        boolean isMembership = allow.path("type").stringValue("").equals("m.room_membership");
        if (isMembership && room.startsWith("!") && room.length() > 1) {
          rooms.add(new RoomId(room));
        }
      }
    }
    return rooms;
  }

  private static Optional<UserId> authoriser(Rooms rooms, RoomRow row) {
    PowerLevels levels =
        PowerLevels.of(
                row.version(), (type, key) -> rooms.state(row, type, key).map(StoredEvent::event))
            .orElseThrow();
    Event create = rooms.state(row, EventTypes.CREATE, "").orElseThrow().event();
    Set<UserId> candidates = new LinkedHashSet<>(PowerLevels.creatorsOf(row.version(), create));
    rooms
        .state(row, EventTypes.POWER_LEVELS, "")
        .map(event -> event.content().path("users").properties())
        .ifPresent(users ->
            users.stream()
                .sorted(
                    Comparator.comparingLong(
                            (Map.Entry<String, JsonNode> entry) -> entry.getValue().asLong(0))
                        .reversed())
                .forEach(entry -> UserId.parse(entry.getKey()).ifPresent(candidates::add)));
    if (levels.usersDefault() >= levels.invite()) {
      candidates.addAll(rooms.joined(row));
    }
    return candidates.stream()
        .limit(AUTHORISERS_MAX)
        .filter(user -> levels.canInvite(user) && rooms.isJoined(row, user))
        .findFirst();
  }
}
