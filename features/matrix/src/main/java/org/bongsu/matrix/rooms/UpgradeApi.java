package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.event.RoomVersion;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.Seal;
import org.bongsu.room.StoredEvent;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** Room upgrades: a new room of a newer version replaces an old one. */
public final class UpgradeApi {
  private final Homeserver homeserver;
  private final RoomAccess access;
  private final RoomCreation creation;
  private final Succession succession;

  public UpgradeApi(Homeserver homeserver, RoomCreation creation) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
    this.creation = creation;
    this.succession = new Succession(homeserver);
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/rooms/{roomId}/upgrade", this::upgrade);
  }

  /** The old room, read before it is replaced. */
  private record Old(RoomRow row, String lastEvent, List<StoredEvent> state, Seal seal) {
    Optional<ObjectNode> content(String type) {
      return state.stream()
          .filter(event -> event.isState(type, ""))
          .findFirst()
          .map(StoredEvent::content);
    }
  }

  /**
   * POST /_matrix/client/v3/rooms/{roomId}/upgrade: for users who may send the old room's
   * tombstone. The new room is created first; if the tombstone is refused then, the creator leaves
   * the new room.
   */
  private Response upgrade(Request request) {
    ObjectNode body = request.json();
    UserId user = request.session().user();
    RoomVersion version = RoomCreation.version(Optional.of(Body.string(body, "new_version")));
    List<UserId> additional = additionalCreators(body, user);
    RoomId room = Body.roomId(request.pathParam("roomId"));
    Old old = homeserver.read(room.value(), db -> read(db, room, user));
    UpgradedState state =
        new UpgradedState(
            version,
            user,
            access.member(user, "join"),
            additional,
            old.state,
            old.seal,
            old.row.version());
    RoomId replacement =
        creation.make(
            new RoomCreation.Plan(
                version, user, old.row.published(), state.events(room, old.lastEvent)));
    ObjectNode tombstone =
        Json.object()
            .put("body", "This room has been replaced")
            .put("replacement_room", replacement.value());
    Outcome buried =
        homeserver
            .commands()
            .inTurn(steps -> {
              Outcome outcome = set(steps, room, user, EventTypes.TOMBSTONE, tombstone);
              if (outcome instanceof Outcome.Accepted) {
                moveNames(steps, old, replacement, user);
                restrictToModerators(steps, old, user);
              } else {
                leave(steps, replacement, user);
              }
              return outcome;
            });
    Homeserver.require(buried);
    succession.carryOver(replacement, user);
    return Response.json(Json.object().put("replacement_room", replacement.value()));
  }

  private static List<UserId> additionalCreators(ObjectNode body, UserId user) {
    List<UserId> creators = new ArrayList<>();
    for (UserId named : AdditionalCreators.of(body.path("additional_creators"))) {
      if (!named.equals(user) && !creators.contains(named)) {
        creators.add(named);
      }
    }
    return creators;
  }

  private static Old read(Db db, RoomId room, UserId user) {
    Rooms rooms = new Rooms(db);
    RoomRow row =
        rooms
            .find(room)
            .filter(found -> rooms.isJoined(found, user))
            .orElseThrow(RoomAccess::notAMember);
    PowerLevels levels =
        PowerLevels.of(
                row.version(), (type, key) -> rooms.state(row, type, key).map(StoredEvent::event))
            .orElseThrow();
    if (!levels.canSend(user, EventTypes.TOMBSTONE, true)) {
      throw MatrixError.forbidden("Your power level does not let you upgrade this room");
    }
    String lastEvent = rooms.event(row.lastEvent()).orElseThrow().id().value();
    return new Old(row, lastEvent, rooms.state(row), rooms.seal(row));
  }

  private static Outcome set(
      CommandGateway.Steps steps, RoomId room, UserId user, String type, ObjectNode content) {
    NewEvent event = new NewEvent(type, "", content);
    return steps.apply(new RoomCommand.SendEvent(room, user, null, null, event, null));
  }

  private static void leave(CommandGateway.Steps steps, RoomId room, UserId user) {
    ObjectNode leave = Json.object().put("membership", "leave");
    Homeserver.require(
        steps.apply(new RoomCommand.SetMembership(room, user, user, leave, null, null)));
  }

  /** Moves aliases and the directory entry to the new room. */
  private void moveNames(CommandGateway.Steps steps, Old old, RoomId replacement, UserId user) {
    RoomId room = old.row.id();
    for (RoomAlias alias : AliasApi.all(homeserver, room)) {
      steps.apply(new AliasCommand.MoveAlias(alias, room, replacement));
    }
    Optional<ObjectNode> canonical = old.content(EventTypes.CANONICAL_ALIAS);
    if (canonical.filter(content -> !content.isEmpty()).isPresent()) {
      set(steps, room, user, EventTypes.CANONICAL_ALIAS, Json.object());
      set(steps, replacement, user, EventTypes.CANONICAL_ALIAS, canonical.get());
    }
    if (old.row.published()) {
      steps.apply(new RoomCommand.PublishRoom(room, user, false));
    }
  }

  /**
   * Raises power levels so that only moderators can write in the old room, if the user may do so.
   */
  private static void restrictToModerators(CommandGateway.Steps steps, Old old, UserId user) {
    ObjectNode levels =
        old.content(EventTypes.POWER_LEVELS).map(ObjectNode::deepCopy).orElseGet(Json::object);
    long level = Math.max(50, levels.path("users_default").asLong(0) + 1);
    for (String key : List.of("events_default", "invite")) {
      if (levels.path(key).asLong(0) < level) {
        levels.put(key, level);
      }
    }
    set(steps, old.row.id(), user, EventTypes.POWER_LEVELS, levels);
  }
}
