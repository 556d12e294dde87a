package org.bongsu.matrix.account;

import org.bongsu.command.Outcome;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.http.Session;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.AccessTokens;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.node.Sessions;
import tools.jackson.databind.node.ObjectNode;

/** Login, refresh and logout. */
public final class LoginApi {
  private final Homeserver homeserver;
  private final Credentials credentials;
  private final Sessions sessions;

  LoginApi(Homeserver homeserver, Credentials credentials, Sessions sessions) {
    this.homeserver = homeserver;
    this.credentials = credentials;
    this.sessions = sessions;
  }

  void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v3/login", Route.Access.PUBLIC, this::flows);
    routes.add("POST", "/_matrix/client/v3/login", Route.Access.PUBLIC, this::login);
    routes.add("POST", "/_matrix/client/v3/refresh", Route.Access.PUBLIC, this::refresh);
    // Public, because a locked account may log out, but nothing else.
    routes.add("POST", "/_matrix/client/v3/logout", Route.Access.PUBLIC, this::logout);
    routes.add("POST", "/_matrix/client/v3/logout/all", Route.Access.PUBLIC, this::logoutAll);
  }

  /** GET /_matrix/client/v3/login: the login flows. */
  private Response flows(Request request) {
    ObjectNode body = Json.object();
    body.putArray("flows").addObject().put("type", "m.login.password");
    return Response.json(body);
  }

  /** POST /_matrix/client/v3/login: signs a device in with a password. */
  private Response login(Request request) {
    ObjectNode body = request.json();
    String type = Body.string(body, "type");
    if (!type.equals("m.login.password")) {
      throw new MatrixError(400, "M_UNKNOWN", "This login type is not offered");
    }
    Credentials.Verified verified = credentials.check(request, body);
    SignIn signIn = SignIn.of(homeserver, verified.user(), body);
    homeserver.apply(new UserCommand.LogIn(verified.user(), signIn.session(), verified.hash()));
    ObjectNode answer = Json.object().put("user_id", verified.user().value());
    signIn.addTo(answer);
    String publicUrl = homeserver.config().publicUrl();
    if (!publicUrl.isEmpty()) {
      answer.putObject("well_known").putObject("m.homeserver").put("base_url", publicUrl);
    }
    return Response.json(answer);
  }

  /**
   * POST /_matrix/client/v3/refresh: new tokens for a refresh token. The old tokens become invalid
   * when a new one is first used.
   */
  private Response refresh(Request request) {
    homeserver.limits().take(MatrixLimit.LOGINS, request.remoteNetwork());
    String given = Body.string(request.json(), "refresh_token");
    UserId user =
        AccessTokens.userOfRefresh(given, homeserver.config().serverName())
            .orElseThrow(LoginApi::unknownRefreshToken);
    sessions.requireRefreshToken(user, AccessTokens.hash(given), request.remoteNetwork());
    String token = AccessTokens.make(user, homeserver.random());
    String next = AccessTokens.makeRefresh(user, homeserver.random());
    long lifeMillis = homeserver.settings(MatrixSettings.class).accessTokenLife().toMillis();
    Outcome outcome =
        homeserver
            .commands()
            .apply(
                new UserCommand.RefreshSession(
                    user,
                    AccessTokens.hash(given),
                    AccessTokens.hash(token),
                    AccessTokens.hash(next),
                    homeserver.clock().millis() + lifeMillis));
    if (outcome instanceof Outcome.Refused) { // it was replaced meanwhile
      throw unknownRefreshToken();
    }
    return Response.json(
        Json.object()
            .put("access_token", token)
            .put("refresh_token", next)
            .put("expires_in_ms", lifeMillis));
  }

  private static MatrixError unknownRefreshToken() {
    return new MatrixError(
        401, "M_UNKNOWN_TOKEN", "This refresh token is unknown or no longer valid");
  }

  /** POST /_matrix/client/v3/logout: signs the device out. */
  private Response logout(Request request) {
    Session session = session(request);
    homeserver.apply(
        new UserCommand.DeleteDevices(session.user(), java.util.List.of(session.device())));
    return Response.empty();
  }

  /** POST /_matrix/client/v3/logout/all: signs all of the user's devices out. */
  private Response logoutAll(Request request) {
    homeserver.apply(new UserCommand.DeleteAllDevices(session(request).user(), null));
    return Response.empty();
  }

  private Session session(Request request) {
    return sessions.authenticateToSignOut(request.head());
  }
}
