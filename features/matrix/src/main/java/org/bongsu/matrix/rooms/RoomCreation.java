package org.bongsu.matrix.rooms;

import java.util.List;
import java.util.Optional;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventFormat;
import org.bongsu.event.EventTypes;
import org.bongsu.event.RoomVersion;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ObjectNode;

/** Creation of rooms. */
public final class RoomCreation {
  /**
   * In version 12, two rooms that one user creates in the same millisecond get the same id; then
   * the next millisecond is tried, at most this often.
   */
  private static final int TRIES_MAX = 20;

  /**
   * A room to create.
   *
   * @param events the first of which is {@code m.room.create}
   */
  record Plan(RoomVersion version, UserId creator, boolean published, List<NewEvent> events) {}

  private final RoomAccess access;
  private final Homeserver homeserver;

  public RoomCreation(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/createRoom", this::create);
  }

  /** POST /_matrix/client/v3/createRoom: creates a room with its initial state. */
  private Response create(Request request) {
    homeserver.limits().take(MatrixLimit.ROOMS, request.session().user());
    ObjectNode body = Body.eventContent(request.json());
    UserId creator = request.session().user();
    RoomVersion version = version(Body.optionalString(body, "room_version"));
    InitialState state = new InitialState(access, version, creator, body);
    Optional<RoomAlias> alias = alias(body);
    RoomId room =
        alias.isPresent() ? named(state.plan(alias), alias.get()) : make(state.plan(alias));
    return Response.json(Json.object().put("room_id", room.value()));
  }

  static RoomVersion version(Optional<String> wanted) {
    return wanted
        .map(id ->
            RoomVersion.of(id)
                .orElseThrow(() ->
                    new MatrixError(
                        400,
                        "M_UNSUPPORTED_ROOM_VERSION",
                        "This server does not create rooms of version " + id)))
        .orElse(RoomVersion.V11);
  }

  private Optional<RoomAlias> alias(ObjectNode body) {
    return Body.optionalString(body, "room_alias_name")
        .map(name -> {
          if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('\0') >= 0) {
            throw MatrixError.invalidParam("room_alias_name is the part between # and :");
          }
          return RoomAccess.alias("#" + name + ":" + homeserver.config().serverName());
        });
  }

  /**
   * Creates a room with an alias. The alias is on another shard, so it is created first, and
   * deleted if the room cannot be created. In version 12 the room's id is a hash of its create
   * event, so it is computed before the alias is created.
   */
  private RoomId named(Plan plan, RoomAlias alias) {
    for (int i = 0; i < TRIES_MAX; i++) {
      RoomCommand.CreateRoom command = command(plan, homeserver.clock().millis() + i);
      homeserver.apply(new AliasCommand.CreateAlias(alias, command.room(), plan.creator()));
      boolean made = false;
      try {
        made = apply(command);
      } finally {
        if (!made) {
          homeserver.apply(new AliasCommand.DeleteAlias(alias, plan.creator(), command.room()));
        }
      }
      if (made) {
        return command.room();
      }
    }
    throw MatrixError.unavailable("No room id is free; try again");
  }

  /** Creates a room without an alias. */
  RoomId make(Plan plan) {
    for (int i = 0; i < TRIES_MAX; i++) {
      RoomCommand.CreateRoom command = command(plan, homeserver.clock().millis() + i);
      if (apply(command)) {
        return command.room();
      }
    }
    throw MatrixError.unavailable("No room id is free; try again");
  }

  private RoomCommand.CreateRoom command(Plan plan, long createdMillis) {
    RoomVersion version = plan.version();
    RoomId room =
        version.roomIdIsCreateHash()
            ? hashed(plan, createdMillis)
            : new RoomId(
                "!" + homeserver.random().letters(18) + ":" + homeserver.config().serverName());
    return new RoomCommand.CreateRoom(
        room, plan.creator(), version.id(), plan.published(), createdMillis, plan.events());
  }

  private static RoomId hashed(Plan plan, long createdMillis) {
    EventFormat.Draft draft =
        new EventFormat.Draft(
            null,
            plan.creator(),
            EventTypes.CREATE,
            "",
            createdMillis,
            plan.events().getFirst().content(),
            List.of(),
            List.of(),
            1);
    return switch (EventFormat.format(plan.version(), draft)) {
      case EventFormat.Built built -> EventFormat.roomIdOf(built.id());
      case EventFormat.Refused refused -> throw MatrixError.badJson(refused.rejection().detail());
    };
  }

  /** Returns false if the room's id is taken. */
  private boolean apply(RoomCommand.CreateRoom command) {
    return switch (homeserver.commands().apply(command)) {
      case Outcome.Accepted made -> true;
      case Outcome.Refused(Refusal why, String detail) when why == Refusal.ROOM_IN_USE -> false;
      case Outcome.Refused(Refusal why, String detail)
          when why == Refusal.FORBIDDEN || why == Refusal.INVALID || why == Refusal.NOT_FOUND ->
          throw new MatrixError(400, "M_INVALID_ROOM_STATE", detail);
      case Outcome.Refused other -> {
        Homeserver.require(other);
        yield false;
      }
    };
  }
}
