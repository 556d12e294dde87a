package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.alias.AliasApply;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.event.PowerLevels;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.http.Session;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Room aliases. */
public final class AliasApi {
  private final Homeserver homeserver;
  private final RoomAccess access;

  public AliasApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
  }

  public void addTo(Routes routes) {
    String directory = "/_matrix/client/v3/directory/room/{roomAlias}";
    routes.add("GET", directory, Route.Access.PUBLIC, this::find);
    routes.add("PUT", directory, this::create);
    routes.add("DELETE", directory, this::delete);
    routes.add("GET", "/_matrix/client/v3/rooms/{roomId}/aliases", this::ofRoom);
  }

  private static RoomAlias alias(Request request) {
    return RoomAccess.alias(request.pathParam("roomAlias"));
  }

  /** GET /_matrix/client/v3/directory/room/{roomAlias}: the room that the alias points to. */
  private Response find(Request request) {
    AliasApply.Alias found =
        access
            .find(alias(request))
            .orElseThrow(() -> MatrixError.notFound("There is no such alias"));
    ObjectNode answer = Json.object().put("room_id", found.room().value());
    answer.putArray("servers").add(homeserver.config().serverName());
    return Response.json(answer);
  }

  /**
   * PUT /_matrix/client/v3/directory/room/{roomAlias}: gives an alias to a room that the user is
   * in.
   */
  private Response create(Request request) {
    RoomAlias alias = alias(request);
    RoomId room = Body.roomId(Body.string(request.json(), "room_id"));
    UserId user = request.session().user();
    if (!alias.serverName().equals(homeserver.config().serverName())) {
      throw MatrixError.invalidParam("The alias belongs to another server");
    }
    boolean joined =
        homeserver.read(
            room.value(),
            db -> {
              Rooms rooms = new Rooms(db);
              return rooms.find(room).filter(row -> rooms.isJoined(row, user)).isPresent();
            });
    if (!joined) {
      throw RoomAccess.notAMember();
    }
    Outcome outcome = homeserver.commands().apply(new AliasCommand.CreateAlias(alias, room, user));
    if (outcome instanceof Outcome.Refused(Refusal why, String detail)
        && why == Refusal.ROOM_IN_USE) {
      throw new MatrixError(409, "M_UNKNOWN", detail);
    }
    Homeserver.require(outcome);
    return Response.empty();
  }

  /**
   * DELETE /_matrix/client/v3/directory/room/{roomAlias}: allowed for its creator, for users who
   * may set the room's canonical alias, and for administrators. If the user may change the
   * canonical alias, the alias is removed from it, too.
   */
  private Response delete(Request request) {
    RoomAlias alias = alias(request);
    Session session = request.session();
    AliasApply.Alias found =
        access.find(alias).orElseThrow(() -> MatrixError.notFound("There is no such alias"));
    boolean may =
        found.creator().equals(session.user())
            || session.admin()
            || homeserver.read(
                found.room().value(), db -> maySetAliases(db, found.room(), session.user()));
    if (!may) {
      throw MatrixError.forbidden("Only its creator and the room's moderators may delete an alias");
    }
    Outcome deleted =
        homeserver
            .commands()
            .inTurn(steps -> {
              Outcome outcome =
                  steps.apply(new AliasCommand.DeleteAlias(alias, session.user(), found.room()));
              if (outcome instanceof Outcome.Accepted) {
                dropFromRoom(found, session.user(), steps);
              }
              return outcome;
            });
    Homeserver.require(deleted);
    return Response.empty();
  }

  private static boolean maySetAliases(Db db, RoomId room, UserId user) {
    Rooms rooms = new Rooms(db);
    return rooms
        .find(room)
        .filter(row -> rooms.isJoined(row, user))
        .flatMap(row -> levels(rooms, row))
        .filter(levels -> levels.canSend(user, EventTypes.CANONICAL_ALIAS, true))
        .isPresent();
  }

  private static java.util.Optional<PowerLevels> levels(Rooms rooms, RoomRow row) {
    return PowerLevels.of(
        row.version(), (type, key) -> rooms.state(row, type, key).map(StoredEvent::event));
  }

  /** Removes the alias from the room's canonical alias event; does nothing if the user may not. */
  private void dropFromRoom(AliasApply.Alias alias, UserId user, CommandGateway.Steps steps) {
    ObjectNode content =
        homeserver
            .read(
                alias.room().value(),
                db -> {
                  Rooms rooms = new Rooms(db);
                  return rooms
                      .find(alias.room())
                      .flatMap(row -> rooms.state(row, EventTypes.CANONICAL_ALIAS, ""));
                })
            .map(event -> event.content().deepCopy())
            .orElseGet(Json::object);
    ObjectNode kept = content.deepCopy();
    if (alias.alias().value().equals(content.path("alias").stringValue(""))) {
      kept.remove("alias");
    }
    if (content.path("alt_aliases") instanceof ArrayNode others) {
      ArrayNode left = kept.putArray("alt_aliases");
      for (JsonNode other : others) {
        if (!alias.alias().value().equals(other.stringValue(""))) {
          left.add(other);
        }
      }
    }
    if (!kept.equals(content)) {
      steps.apply(
          new RoomCommand.SendEvent(
              alias.room(),
              user,
              null,
              null,
              new RoomCommand.NewEvent(EventTypes.CANONICAL_ALIAS, "", kept),
              null));
    }
  }

  /** GET /_matrix/client/v3/rooms/{roomId}/aliases: all aliases that point to a room. */
  private Response ofRoom(Request request) {
    RoomId room = Body.roomId(request.pathParam("roomId"));
    access.look(
        room,
        request.session(),
        look -> {
          if (!look.seen().isJoined() && !look.seen().isWorldReadable()) {
            throw RoomAccess.notAMember();
          }
          return look.row();
        });
    ObjectNode answer = Json.object();
    ArrayNode aliases = answer.putArray("aliases");
    all(homeserver, room).forEach(alias -> aliases.add(alias.value()));
    return Response.json(answer);
  }

  /** All aliases of a room, from every shard. */
  static List<RoomAlias> all(Homeserver homeserver, RoomId room) {
    return homeserver
        .shards()
        .readers()
        .read(reader -> {
          List<RoomAlias> found = new ArrayList<>();
          for (int shard = 0; shard < reader.shards(); shard++) {
            found.addAll(AliasApply.of(reader.shard(shard), room));
          }
          return found;
        });
  }
}
