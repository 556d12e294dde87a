package org.bongsu.api.account;

import java.util.Optional;
import org.bongsu.api.Body;
import org.bongsu.api.Homeserver;
import org.bongsu.command.UserCommand;
import org.bongsu.http.MatrixError;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.ServerConfig.Registration;
import tools.jackson.databind.node.ObjectNode;

/** Making accounts. */
public final class RegisterApi {
  private final Homeserver homeserver;
  private final Passwords passwords;

  public RegisterApi(Homeserver homeserver, Passwords passwords) {
    this.homeserver = homeserver;
    this.passwords = passwords;
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/register", Route.Access.PUBLIC, this::register);
    routes.add("GET", "/_matrix/client/v3/account/whoami", this::whoami);
  }

  /** POST /_matrix/client/v3/register: makes an account after user-interactive authentication. */
  private Response register(Request request) {
    ObjectNode body = request.json();
    if (homeserver.config().registration() == Registration.CLOSED) {
      throw MatrixError.forbidden("This server makes no accounts for those who ask");
    }
    if (!"m.login.dummy".equals(body.path("auth").path("type").stringValue(""))) {
      throw new MatrixError(401, dummyFlow());
    }
    String localpart =
        Body.optionalString(body, "username").orElseGet(() -> homeserver.chance().letters(12));
    if (!UserId.isRegistrable(localpart)) {
      throw new MatrixError(400, "M_INVALID_USERNAME", "User names are of a-z, 0-9 and ._=-/+");
    }
    UserId user = homeserver.userId(localpart);
    Optional<String> password = Body.optionalString(body, "password");
    String device =
        Body.optionalString(body, "device_id").orElseGet(() -> homeserver.chance().capitals(10));
    String token = AccessTokens.make(user, homeserver.chance());
    homeserver.apply(
        new UserCommand.RegisterUser(
            user,
            password.map(passwords::hash).orElse(null),
            false,
            new UserCommand.NewSession(
                new DeviceId(device),
                Body.optionalString(body, "initial_device_display_name").orElse(null),
                AccessTokens.hash(token),
                null,
                null)));
    return Response.json(
        Json.object()
            .put("user_id", user.value())
            .put("access_token", token)
            .put("device_id", device));
  }

  private ObjectNode dummyFlow() {
    ObjectNode body = Json.object().put("session", homeserver.chance().letters(24));
    body.putArray("flows").addObject().putArray("stages").add("m.login.dummy");
    body.putObject("params");
    return body;
  }

  /** GET /_matrix/client/v3/account/whoami: whose token it is. */
  private Response whoami(Request request) {
    return Response.json(
        Json.object()
            .put("user_id", request.session().user().value())
            .put("device_id", request.session().device().value())
            .put("is_guest", false));
  }
}
