package org.bongsu.matrix.rooms;

import java.util.List;
import java.util.Optional;
import org.bongsu.event.EventTypes;
import org.bongsu.event.Membership;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.StoredEvent;
import tools.jackson.databind.node.ObjectNode;

/** Members of a room. */
public final class MembersApi {
  private final Homeserver homeserver;
  private final RoomAccess access;

  public MembersApi(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.access = new RoomAccess(homeserver);
  }

  public void addTo(Routes routes) {
    String room = "/_matrix/client/v3/rooms/{roomId}";
    routes.add("GET", room + "/members", this::members);
    routes.add("GET", room + "/joined_members", this::joinedMembers);
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/members: the member events, as they are now, at a point
   * of the timeline, or when the caller left.
   */
  private Response members(Request request) {
    RoomId room = Body.roomId(request.pathParam("roomId"));
    Optional<Membership> only = membership(request, "membership");
    Optional<Membership> without = membership(request, "not_membership");
    Optional<TimelineToken> at = request.query("at").map(text -> token(text, room));
    return access.look(
        room,
        request.session(),
        look -> {
          long before =
              Math.min(look.stateBefore(), at.map(TimelineToken::ordering).orElse(Long.MAX_VALUE));
          List<StoredEvent> members =
              before == Long.MAX_VALUE
                  ? look.rooms().members(look.row())
                  : look.rooms().membersBefore(look.row(), before);
          List<StoredEvent> wanted =
              members.stream()
                  .filter(member -> isWanted(Membership.in(member.content()), only, without))
                  .toList();
          ObjectNode answer = Json.object();
          answer.set("chunk", look.writer().write(look.seen(), wanted));
          return Response.json(answer);
        });
  }

  /** If both conditions are given, matching one of them suffices (specification). */
  private static boolean isWanted(
      Optional<Membership> has, Optional<Membership> only, Optional<Membership> without) {
    if (only.isEmpty() && without.isEmpty()) {
      return true;
    }
    return (only.isPresent() && has.equals(only)) || (without.isPresent() && !has.equals(without));
  }

  private TimelineToken token(String text, RoomId room) {
    return TimelineToken.parse(
        homeserver.epoch().read(text),
        homeserver.shards().shardOf(room.value()),
        homeserver.shards().map().count());
  }

  private static Optional<Membership> membership(Request request, String name) {
    return request
        .query(name)
        .map(text ->
            Membership.of(text)
                .orElseThrow(() ->
                    MatrixError.invalidParam(
                        name + " is one of invite, join, knock, leave and ban")));
  }

  /**
   * GET /_matrix/client/v3/rooms/{roomId}/joined_members: names and avatars of the joined members;
   * for joined members only. A name is there even if it is null, because matrix-nio rejects an
   * answer without one.
   */
  private Response joinedMembers(Request request) {
    return access.look(
        Body.roomId(request.pathParam("roomId")),
        request.session(),
        look -> {
          if (!look.seen().isJoined()) {
            throw RoomAccess.notAMember();
          }
          ObjectNode answer = Json.object();
          ObjectNode joined = answer.putObject("joined");
          for (StoredEvent member : look.rooms().members(look.row())) {
            if (member.type().equals(EventTypes.MEMBER)
                && Membership.in(member.content()).equals(Optional.of(Membership.JOIN))) {
              String user = String.valueOf(member.stateKey());
              ObjectNode shown = joined.putObject(user);
              shown.put("display_name", member.event().contentString("displayname").orElse(null));
              look.content(member)
                  .path("avatar_url")
                  .stringValueOpt()
                  .ifPresent(avatar -> shown.put("avatar_url", avatar));
            }
          }
          return Response.json(answer);
        });
  }
}
