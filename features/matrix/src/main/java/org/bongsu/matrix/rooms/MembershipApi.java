package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.event.Membership;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Joining, leaving, inviting, kicking, banning, knocking, forgetting. */
public final class MembershipApi {
  private final Homeserver homeserver;
  private final RoomAccess access;
  private final Joining joining;

  public MembershipApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
    this.joining = new Joining(access);
  }

  public void addTo(Routes routes) {
    String client = "/_matrix/client/v3";
    routes.add("POST", client + "/join/{roomIdOrAlias}", this::join);
    routes.add("POST", client + "/knock/{roomIdOrAlias}", this::knock);
    routes.add("GET", client + "/joined_rooms", this::joinedRooms);
    String room = client + "/rooms/{roomId}";
    routes.add("POST", room + "/join", this::join);
    routes.add("POST", room + "/invite", this::invite);
    routes.add("POST", room + "/leave", this::leave);
    routes.add("POST", room + "/kick", this::kick);
    routes.add("POST", room + "/ban", this::ban);
    routes.add("POST", room + "/unban", this::unban);
    routes.add("POST", room + "/forget", this::forget);
  }

  private static RoomId room(Request request) {
    return Body.roomId(request.pathParam("roomId"));
  }

  private static Optional<String> reason(ObjectNode body) {
    return Body.optionalString(body, "reason");
  }

  /**
   * POST /_matrix/client/v3/join/{roomIdOrAlias} and /rooms/{roomId}/join: joins a room that is
   * public, to which the user is invited, or that lets in members of a room that the user is in.
   * Further members of the body become content of the member event.
   */
  private Response join(Request request) {
    homeserver.limits().take(MatrixLimit.JOINS, request.session().user());
    RoomId room = named(request);
    ObjectNode body = Body.eventContent(request.jsonOrEmpty());
    for (String key : List.of("reason", "displayname", "avatar_url")) {
      Body.optionalString(body, key); // refuses what is no string
    }
    joining.join(room, request.session().user(), body);
    return Response.json(Json.object().put("room_id", room.value()));
  }

  private RoomId named(Request request) {
    return request
        .optionalPathParam("roomIdOrAlias")
        .map(access::resolve)
        .orElseGet(() -> room(request));
  }

  /** POST /_matrix/client/v3/knock/{roomIdOrAlias}: asks to be let in. */
  private Response knock(Request request) {
    homeserver.limits().take(MatrixLimit.JOINS, request.session().user());
    RoomId room = named(request);
    UserId user = request.session().user();
    ObjectNode content = access.member(user, Membership.KNOCK.id());
    reason(request.jsonOrEmpty()).ifPresent(reason -> content.put("reason", reason));
    homeserver.apply(new RoomCommand.SetMembership(room, user, user, content, null, null));
    return Response.json(Json.object().put("room_id", room.value()));
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/invite: invites a user of this server. */
  private Response invite(Request request) {
    homeserver.limits().take(MatrixLimit.INVITES, request.session().user());
    ObjectNode body = request.json();
    UserId target = Body.userId(Body.string(body, "user_id"));
    requireInRoom(room(request), request.session().user());
    access.requireInvitable(target);
    ObjectNode content = access.member(target, Membership.INVITE.id());
    reason(body).ifPresent(reason -> content.put("reason", reason));
    return apply(request, target, content, null);
  }

  private void requireInRoom(RoomId room, UserId user) {
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
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/leave: leaves, or declines an invitation. */
  private Response leave(Request request) {
    return apply(
        request, request.session().user(), content(Membership.LEAVE, request.jsonOrEmpty()), null);
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/kick: removes a user. */
  private Response kick(Request request) {
    ObjectNode body = request.json();
    return apply(
        request, target(body), content(Membership.LEAVE, body), List.of("join", "invite", "knock"));
  }

  /**
   * POST /_matrix/client/v3/rooms/{roomId}/ban: removes a user, who cannot come back until
   * unbanned.
   */
  private Response ban(Request request) {
    ObjectNode body = request.json();
    return apply(request, target(body), content(Membership.BAN, body), null);
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/unban: lifts a ban. */
  private Response unban(Request request) {
    ObjectNode body = request.json();
    return apply(request, target(body), content(Membership.LEAVE, body), List.of("ban"));
  }

  private static UserId target(ObjectNode body) {
    return Body.userId(Body.string(body, "user_id"));
  }

  private static ObjectNode content(Membership membership, ObjectNode body) {
    ObjectNode content = Json.object().put("membership", membership.id());
    reason(body).ifPresent(reason -> content.put("reason", reason));
    return content;
  }

  private Response apply(
      Request request,
      UserId target,
      ObjectNode content,
      @org.jspecify.annotations.Nullable List<String> from) {
    homeserver.apply(
        new RoomCommand.SetMembership(
            room(request), request.session().user(), target, content, from, null));
    return Response.empty();
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/forget: forgets a room that the user has left. */
  private Response forget(Request request) {
    Outcome outcome =
        homeserver
            .commands()
            .apply(new RoomCommand.ForgetRoom(room(request), request.session().user()));
    if (outcome instanceof Outcome.Refused(Refusal why, String detail)
        && why == Refusal.BAD_STATE) {
      throw new MatrixError(400, "M_UNKNOWN", detail);
    }
    Homeserver.require(outcome);
    return Response.empty();
  }

  /** GET /_matrix/client/v3/joined_rooms: the rooms that the user is in. */
  private Response joinedRooms(Request request) {
    UserId user = request.session().user();
    List<RoomRow> joined =
        homeserver
            .shards()
            .readers()
            .read(reader -> {
              List<RoomRow> found = new ArrayList<>();
              for (int shard = 0; shard < reader.shards(); shard++) {
                found.addAll(new Rooms(reader.shard(shard)).ofUser(user, "join"));
              }
              return found;
            });
    ObjectNode answer = Json.object();
    ArrayNode rooms = answer.putArray("joined_rooms");
    joined.forEach(room -> rooms.add(room.id().value()));
    return Response.json(answer);
  }
}
