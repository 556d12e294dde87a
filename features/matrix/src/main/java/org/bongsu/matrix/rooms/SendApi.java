package org.bongsu.matrix.rooms;

import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import tools.jackson.databind.node.ObjectNode;

/** Sending and redacting events. */
public final class SendApi {
  private final Homeserver homeserver;
  private final DelayedEventsApi delayed;

  public SendApi(Homeserver homeserver, DelayedEventsApi delayed) {
    this.homeserver = homeserver;
    this.delayed = delayed;
  }

  public void addTo(Routes routes) {
    String room = "/_matrix/client/v3/rooms/{roomId}";
    routes.add("PUT", room + "/send/{eventType}/{txnId}", this::send);
    routes.add("PUT", room + "/redact/{eventId}/{txnId}", this::redact);
  }

  /** PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}: sends a message event. */
  private Response send(Request request) {
    homeserver.limits().take(MatrixLimit.SENDS, request.session().user());
    String type = request.pathParam("eventType");
    ObjectNode content = Body.eventContent(request.json());
    if (type.equals(EventTypes.CREATE)) {
      throw StateApi.createdAlready();
    }
    if (delayed.isDelayed(request)) {
      return delayed.schedule(
          request,
          Body.roomId(request.pathParam("roomId")),
          request.pathParam("txnId"),
          new NewEvent(type, null, content));
    }
    if (type.equals(EventTypes.REDACTION)) {
      return redact(request, Body.string(content, "redacts"), content);
    }
    return Response.json(
        homeserver.apply(
            new RoomCommand.SendEvent(
                Body.roomId(request.pathParam("roomId")),
                request.session().user(),
                request.session().device(),
                request.pathParam("txnId"),
                new NewEvent(type, null, content),
                null)));
  }

  /**
   * PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}: removes the content of an event
   * permanently, for all users.
   */
  private Response redact(Request request) {
    homeserver.limits().take(MatrixLimit.SENDS, request.session().user());
    ObjectNode content = Json.object();
    Body.optionalString(request.jsonOrEmpty(), "reason")
        .ifPresent(reason -> content.put("reason", reason));
    return redact(request, request.pathParam("eventId"), content);
  }

  private Response redact(Request request, String target, ObjectNode content) {
    return Response.json(
        homeserver.apply(
            new RoomCommand.RedactEvent(
                Body.roomId(request.pathParam("roomId")),
                request.session().user(),
                request.session().device(),
                request.pathParam("txnId"),
                Body.eventId(target),
                content)));
  }
}
