package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.RoomId;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.Receipts;
import tools.jackson.databind.node.ObjectNode;

/** Read receipts and read markers. */
public final class ReceiptsApi {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  private final Homeserver homeserver;
  private final Presence presence;

  ReceiptsApi(Homeserver homeserver, Presence presence) {
    this.homeserver = homeserver;
    this.presence = presence;
  }

  public void addTo(Routes routes) {
    routes.add("POST", ROOM + "/receipt/{receiptType}/{eventId}", this::receipt);
    routes.add("POST", ROOM + "/read_markers", this::readMarkers);
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}: sets a receipt. */
  private Response receipt(Request request) {
    String type = request.pathParam("receiptType");
    if (!Receipts.TYPES.contains(type)) {
      throw MatrixError.invalidParam("A receipt is m.read, m.read.private or m.fully_read");
    }
    ObjectNode body = request.jsonOrEmpty();
    Optional<String> thread = thread(body);
    if (thread.isPresent() && type.equals(Receipts.FULLY_READ)) {
      throw MatrixError.invalidParam("m.fully_read is for the whole room, not a thread");
    }
    RoomCommand.ReadMark mark =
        new RoomCommand.ReadMark(
            type, thread.orElse(""), Body.eventId(request.pathParam("eventId")));
    return read(request, List.of(mark));
  }

  private static Optional<String> thread(ObjectNode body) {
    if (!body.has("thread_id")) {
      return Optional.empty();
    }
    String thread = body.path("thread_id").stringValue("");
    if (thread.isEmpty() || thread.length() > 255) {
      throw MatrixError.invalidParam("thread_id is main or an event id");
    }
    return Optional.of(thread);
  }

  /** POST /_matrix/client/v3/rooms/{roomId}/read_markers: sets the read marker and receipts. */
  private Response readMarkers(Request request) {
    ObjectNode body = request.json();
    List<RoomCommand.ReadMark> marks = new ArrayList<>();
    for (String type : List.of(Receipts.FULLY_READ, Receipts.READ, Receipts.READ_PRIVATE)) {
      Body.optionalString(body, type)
          .ifPresent(event -> marks.add(new RoomCommand.ReadMark(type, "", Body.eventId(event))));
    }
    return read(request, marks);
  }

  private Response read(Request request, List<RoomCommand.ReadMark> marks) {
    RoomId room = Body.roomId(request.pathParam("roomId"));
    Outcome outcome =
        homeserver
            .commands()
            .applyEverywhere(new RoomCommand.ReadUpTo(room, request.session().user(), marks));
    if (outcome instanceof Outcome.Refused(Refusal why, String detail) && why == Refusal.INVALID) {
      throw MatrixError.invalidParam(detail);
    }
    Homeserver.require(outcome);
    if (marks.stream().anyMatch(mark -> mark.type().equals(Receipts.READ))) {
      presence.recordActivity(request.session().user());
    }
    return Response.empty();
  }
}
