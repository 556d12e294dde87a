package org.bongsu.matrix.rooms;

import java.util.Optional;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.http.Session;
import org.bongsu.id.RoomId;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ObjectNode;

/** Room summaries. */
public final class SummaryApi {
  private final RoomAccess access;
  private final Summaries summaries;

  public SummaryApi(Homeserver homeserver) {
    this.access = new RoomAccess(homeserver);
    this.summaries = new Summaries(access);
  }

  public void addTo(Routes routes) {
    routes.add(
        "GET",
        "/_matrix/client/v1/room_summary/{roomIdOrAlias}",
        Route.Access.OPTIONAL,
        this::summary);
  }

  /** GET /_matrix/client/v1/room_summary/{roomIdOrAlias}: the summary of a room. */
  private Response summary(Request request) {
    RoomId room = access.resolve(request.pathParam("roomIdOrAlias"));
    Optional<Session> session = request.optionalSession();
    Summaries.Found found =
        summaries
            .find(room, session.map(Session::user))
            .filter(Summaries.Found::mayKnow)
            .orElseThrow(() -> MatrixError.notFound("There is no such room"));
    ObjectNode answer = found.summary().json();
    if (session.isPresent()) {
      answer.put("membership", found.membership());
    }
    return Response.json(answer);
  }
}
