package org.bongsu.matrix.sync;

import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.Rooms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Typing notifications. */
final class TypingApi {
  private static final long DEFAULT_TIMEOUT_MILLIS = 30_000;
  private static final long TIMEOUT_MAX_MILLIS = 120_000;

  private final Homeserver homeserver;
  private final Typing typing;
  private final Presence presence;

  TypingApi(Homeserver homeserver, Typing typing, Presence presence) {
    this.homeserver = homeserver;
    this.typing = typing;
    this.presence = presence;
  }

  void addTo(Routes routes) {
    routes.add("PUT", "/_matrix/client/v3/rooms/{roomId}/typing/{userId}", this::set);
  }

  /**
   * PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}: starts typing for at most 120 s, or
   * stops.
   */
  private Response set(Request request) {
    UserId user = AccountDataApi.ownUser(request);
    RoomId room = Body.roomId(request.pathParam("roomId"));
    ObjectNode body = request.json();
    if (!body.path("typing").isBoolean()) {
      throw MatrixError.badJson("typing is true or false");
    }
    long timeout = timeout(body.path("timeout"));
    boolean joined =
        homeserver.read(
            room.value(),
            db -> {
              Rooms rooms = new Rooms(db);
              return rooms.find(room).filter(found -> rooms.isJoined(found, user)).isPresent();
            });
    if (!joined) {
      throw MatrixError.forbidden("You are not in this room");
    }
    presence.recordActivity(user);
    boolean types = body.path("typing").booleanValue();
    typing.set(room, user, types ? timeout : 0);
    return Response.empty();
  }

  private static long timeout(JsonNode timeout) {
    if (timeout.isMissingNode() || timeout.isNull()) {
      return DEFAULT_TIMEOUT_MILLIS;
    }
    if (!timeout.isIntegralNumber() || !timeout.canConvertToLong() || timeout.longValue() < 0) {
      throw MatrixError.badJson("timeout is not a whole number of milliseconds");
    }
    return Math.min(timeout.longValue(), TIMEOUT_MAX_MILLIS);
  }
}
