package org.bongsu.matrix.sync;

import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.room.UserRooms;
import tools.jackson.databind.node.ObjectNode;

/** Setting and reading presence. */
final class PresenceApi {
  private static final String STATUS = "/_matrix/client/v3/presence/{userId}/status";
  private static final int MESSAGE_CHARS_MAX = 500;

  private final Homeserver homeserver;
  private final Presence presence;

  PresenceApi(Homeserver homeserver, Presence presence) {
    this.homeserver = homeserver;
    this.presence = presence;
  }

  void addTo(Routes routes) {
    routes.add("PUT", STATUS, this::set);
    routes.add("GET", STATUS, this::get);
  }

  /** PUT /_matrix/client/v3/presence/{userId}/status: sets the user's presence. */
  private Response set(Request request) {
    AccountDataApi.ownUser(request);
    ObjectNode body = request.json();
    Presence.State state =
        Presence.State.of(Body.string(body, "presence"))
            .orElseThrow(() -> MatrixError.badJson("presence is online, offline or unavailable"));
    Optional<String> message = Body.optionalString(body, "status_msg");
    if (message.filter(text -> text.length() > MESSAGE_CHARS_MAX).isPresent()) {
      throw MatrixError.badJson("status_msg has more than " + MESSAGE_CHARS_MAX + " characters");
    }
    presence.set(request.session(), state, message.orElse(""));
    return Response.empty();
  }

  /** GET /_matrix/client/v3/presence/{userId}/status: the presence of a user who shares a room. */
  private Response get(Request request) {
    UserId caller = request.session().user();
    UserId user = Body.userId(request.pathParam("userId"));
    boolean known =
        homeserver.isOurs(user)
            && homeserver.read(user.value(), db -> new Accounts(db).find(user).isPresent());
    if (!known) {
      throw MatrixError.notFound("There is no such user");
    }
    boolean shown =
        user.equals(caller)
            || homeserver.shards().readers().read(reader -> UserRooms.share(reader, caller, user));
    if (!shown) {
      throw MatrixError.forbidden("You share no room with this user");
    }
    return Response.json(presence.of(user).toJson(homeserver.clock().millis()));
  }
}
