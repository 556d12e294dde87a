package org.bongsu.api.rooms;

import org.bongsu.api.Body;
import org.bongsu.api.Homeserver;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import tools.jackson.databind.node.ObjectNode;

/** Sending messages. */
public final class SendApi {
  private final Homeserver homeserver;

  public SendApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("PUT", "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}", this::send);
  }

  /** PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}: sends a message event. */
  private Response send(Request request) {
    ObjectNode result =
        homeserver.apply(
            new RoomCommand.SendEvent(
                Body.roomId(request.pathParam("roomId")),
                request.session().user(),
                request.session().device(),
                request.pathParam("txnId"),
                new NewEvent(request.pathParam("eventType"), null, request.json()),
                null));
    return Response.json(result);
  }
}
