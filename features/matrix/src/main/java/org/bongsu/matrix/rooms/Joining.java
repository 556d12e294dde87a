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
 * Joins rooms, and decides who may: members of the rooms that a restricted room names may join.
 * Those rooms are on other shards and are read here (client-server API, restricted rooms).
 */
final class Joining {
  /** Rooms of a join rule that are checked; further ones are ignored. */
  private static final int ALLOWED_ROOMS_MAX = 50;

  /** Members that are examined to find one with the power to invite. */
  private static final int AUTHORISERS_MAX = 200;

  /** The member event's key for the member with whose power a user joined a restricted room. */
  static final String AUTHORISED_VIA = "join_authorised_via_users_server";

  /** Members of a request to join that are not copied to the member event. */
  private static final List<String> NOT_CONTENT =
      List.of(AUTHORISED_VIA, "membership", "third_party_signed");

  private final RoomAccess access;
  private final Homeserver homeserver;
  private final Succession succession;

  Joining(RoomAccess access) {
    this.access = access;
    this.homeserver = access.homeserver();
    this.succession = new Succession(homeserver);
  }

  /** What decides whether a user may join a room, read from the room's shard. */
  private record JoinConditions(
      String membership, List<RoomId> allowed, @Nullable UserId authoriser) {}

  /**
   * Joins a room if its rules allow it.
   *
   * @param given what the request's body adds to the member event
   */
  void join(RoomId room, UserId user, ObjectNode given) {
    ObjectNode content = content(user, given);
    Optional<UserId> via = authorisedVia(room, user);
    via.ifPresent(member -> content.put(AUTHORISED_VIA, member.value()));
    homeserver.apply(
        new RoomCommand.SetMembership(room, user, user, content, null, via.orElse(null)));
    // A profile change that was applied before the join did not reach this room: send it now.
    ObjectNode now = content(user, given);
    if (!now.path("displayname").equals(content.path("displayname"))
        || !now.path("avatar_url").equals(content.path("avatar_url"))) {
      homeserver.apply(new RoomCommand.SetMembership(room, user, user, now, List.of("join"), null));
    }
    succession.carryOver(room, user);
  }

  private ObjectNode content(UserId user, ObjectNode given) {
    ObjectNode content = access.member(user, "join");
    content.setAll(given.deepCopy().without(NOT_CONTENT));
    return content;
  }

  /**
   * The member whose power authorises the join; only if the room is restricted and it is needed.
   */
  private Optional<UserId> authorisedVia(RoomId room, UserId user) {
    JoinConditions conditions =
        homeserver
            .read(room.value(), db -> conditions(db, room, user))
            .orElseThrow(Joining::noRoom);
    boolean isInOrInvited =
        conditions.membership.equals("join") || conditions.membership.equals("invite");
    if (isInOrInvited || !isInOneOf(conditions.allowed, user)) {
      return Optional.empty();
    }
    if (conditions.authoriser == null) {
      throw MatrixError.forbidden("No member of this room has the power to let you in");
    }
    return Optional.of(conditions.authoriser);
  }

  static MatrixError noRoom() {
    return MatrixError.notFound("There is no such room");
  }

  /** Whether the user is in at least one of the rooms. */
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

  private static Optional<JoinConditions> conditions(Db db, RoomId room, UserId user) {
    Rooms rooms = new Rooms(db);
    return rooms
        .find(room)
        .map(row -> {
          Optional<StoredEvent> rule = rooms.state(row, EventTypes.JOIN_RULES, "");
          List<RoomId> allowed =
              rule.map(StoredEvent::event).map(Joining::allowed).orElse(List.of());
          return new JoinConditions(
              rooms.membership(row, user).orElse("leave"),
              allowed,
              allowed.isEmpty() ? null : authoriser(rooms, row).orElse(null));
        });
  }

  /** The rooms whose members a restricted room lets in; empty if it is not restricted. */
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
