package org.bongsu.api.sync;

import java.util.Set;
import org.bongsu.account.Accounts;
import org.bongsu.api.Body;
import org.bongsu.api.Homeserver;
import org.bongsu.http.MatrixError;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Presence is off: what is said is checked and then let be, and everybody counts as offline, as the
 * specification allows a server that does not track it.
 */
final class PresenceApi {
  private static final String STATUS = "/_matrix/client/v3/presence/{userId}/status";
  private static final Set<String> STATES = Set.of("online", "offline", "unavailable");

  private final Homeserver homeserver;

  PresenceApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  void addTo(Routes routes) {
    routes.add("PUT", STATUS, this::set);
    routes.add("GET", STATUS, this::get);
  }

  /** PUT /_matrix/client/v3/presence/{userId}/status: says whether one is there. */
  private Response set(Request request) {
    AccountDataApi.ownUser(request);
    ObjectNode body = request.json();
    if (!STATES.contains(Body.string(body, "presence"))) {
      throw MatrixError.badJson("presence is online, offline or unavailable");
    }
    Body.optionalString(body, "status_msg");
    return Response.empty();
  }

  /** GET /_matrix/client/v3/presence/{userId}/status: whether a user is there. */
  private Response get(Request request) {
    UserId user = Body.userId(request.pathParam("userId"));
    boolean known =
        homeserver.isOurs(user)
            && homeserver.read(user.value(), db -> new Accounts(db).find(user).isPresent());
    if (!known) {
      throw MatrixError.notFound("There is no such user");
    }
    return Response.json(Json.object().put("presence", "offline"));
  }
}
