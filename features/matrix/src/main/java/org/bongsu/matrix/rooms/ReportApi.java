package org.bongsu.matrix.rooms;

import java.util.Optional;
import org.bongsu.command.RoomCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.RoomRow;
import org.bongsu.room.Rooms;
import org.bongsu.room.Visibility;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reports of inappropriate content to the operator. */
public final class ReportApi {
  private static final int REASON_CHARS_MAX = 4_000;

  private final Homeserver homeserver;

  public ReportApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    String room = "/_matrix/client/v3/rooms/{roomId}/report";
    routes.add("POST", room, this::reportRoom);
    routes.add("POST", room + "/{eventId}", this::reportEvent);
  }

  private static String reason(ObjectNode body, boolean required) {
    String reason =
        required ? Body.string(body, "reason") : Body.optionalString(body, "reason").orElse("");
    if (reason.length() > REASON_CHARS_MAX) {
      throw MatrixError.tooLarge("reason has more than " + REASON_CHARS_MAX + " characters");
    }
    return reason;
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/report: reports a room; the user need not be in it. */
  private Response reportRoom(Request request) {
    homeserver.limits().take(MatrixLimit.REPORTS, request.session().user());
    RoomId room = Body.roomId(request.pathParam("roomId"));
    homeserver.apply(
        new RoomCommand.Report(room, request.session().user(), null, reason(request.json(), true)));
    return Response.json(Json.object());
  }

  /**
   * POST /_matrix/client/v3/rooms/{roomId}/report/{eventId}: reports an event that the user can
   * see, in a room that the user is in.
   */
  private Response reportEvent(Request request) {
    homeserver.limits().take(MatrixLimit.REPORTS, request.session().user());
    RoomId room = Body.roomId(request.pathParam("roomId"));
    ObjectNode body = request.json();
    JsonNode score = body.path("score");
    if (!score.isMissingNode() && !score.isNull() && !score.isIntegralNumber()) {
      throw MatrixError.badJson("score is not a whole number");
    }
    String reason = reason(body, false);
    EventId event = Body.eventId(request.pathParam("eventId"));
    if (!homeserver.read(room.value(), db -> sees(db, room, request.session().user(), event))) {
      throw MatrixError.notFound("There is no such event, or you are not in its room");
    }
    homeserver.apply(new RoomCommand.Report(room, request.session().user(), event, reason));
    return Response.empty();
  }

  private static boolean sees(Db db, RoomId room, UserId user, EventId event) {
    Rooms rooms = new Rooms(db);
    Optional<RoomRow> row = rooms.find(room).filter(found -> rooms.isJoined(found, user));
    return row.isPresent()
        && rooms
            .event(event)
            .filter(found -> found.roomId().equals(room))
            .filter(found -> Visibility.of(db, row.get(), user).sees(found.ordering()))
            .isPresent();
  }
}
