package org.bongsu.matrix.rooms;

import org.bongsu.command.Command;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;

/**
 * Shows again what was hidden when the server was restored from a backup without the record of
 * later revocations ({@code ShardCommand.Seal}).
 */
public final class ReleaseApi {
  private final Homeserver homeserver;

  public ReleaseApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_bongsu/v1/rooms/{roomId}/release", this::releaseRoom);
    routes.add("POST", "/_bongsu/v1/profile/release", this::releaseProfile);
  }

  /**
   * POST /_bongsu/v1/rooms/{roomId}/release: shows the room's history from before the restore
   * again, to those who could see it then; photos of members follow when their owners release their
   * profiles. 200 {@code {}}, also if nothing is hidden; 403 {@code M_FORBIDDEN} if the caller is
   * not in the room or may not change its history visibility; 404 {@code M_NOT_FOUND} if there is
   * no such room.
   */
  private Response releaseRoom(Request request) {
    return release(
        request,
        new RoomCommand.ReleaseSealed(
            Body.roomId(request.pathParam("roomId")), request.session().user()));
  }

  /**
   * POST /_bongsu/v1/profile/release: shows all fields of the caller's profile again. 200 {@code
   * {}}, also if nothing is hidden. Setting a field shows that field alone.
   */
  private Response releaseProfile(Request request) {
    return release(request, new UserCommand.ReleaseProfile(request.session().user()));
  }

  private Response release(Request request, Command command) {
    homeserver.limits().take(MatrixLimit.SENDS, request.session().user());
    homeserver.applyEverywhere(command);
    return Response.json(Json.object());
  }
}
