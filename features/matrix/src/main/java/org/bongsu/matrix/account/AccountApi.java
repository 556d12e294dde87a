package org.bongsu.matrix.account;

import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.http.Session;
import org.bongsu.id.DeviceId;
import org.bongsu.json.Json;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ObjectNode;

/** A user's own account: identity, password, deactivation. */
final class AccountApi {
  private static final String PREFIX = "/_matrix/client/v3/account";

  private final Homeserver homeserver;
  private final Credentials credentials;
  private final OwnPassword ownPassword;

  AccountApi(Homeserver homeserver, Credentials credentials, OwnPassword ownPassword) {
    this.homeserver = homeserver;
    this.credentials = credentials;
    this.ownPassword = ownPassword;
  }

  void addTo(Routes routes) {
    routes.add("GET", PREFIX + "/whoami", this::whoami);
    routes.add("POST", PREFIX + "/password", Route.Access.OPTIONAL, this::changePassword);
    routes.add("POST", PREFIX + "/deactivate", Route.Access.OPTIONAL, this::deactivate);
    routes.add("GET", PREFIX + "/3pid", this::thirdPartyIdentifiers);
    for (String path : new String[] {"", "/add", "/bind", "/delete", "/unbind"}) {
      routes.add("POST", PREFIX + "/3pid" + path, this::noThirdPartyIdentifiers);
    }
    for (String medium : new String[] {"email", "msisdn"}) {
      for (String base :
          new String[] {PREFIX + "/3pid/", PREFIX + "/password/", "/_matrix/client/v3/register/"}) {
        routes.add(
            "POST",
            base + medium + "/requestToken",
            Route.Access.PUBLIC,
            this::noThirdPartyIdentifiers);
      }
    }
  }

  /** GET /_matrix/client/v3/account/whoami: the user and device of the access token. */
  private Response whoami(Request request) {
    return Response.json(
        Json.object()
            .put("user_id", request.session().user().value())
            .put("device_id", request.session().device().value())
            .put("is_guest", false));
  }

  /** POST /_matrix/client/v3/account/password: sets a new password; requires the old one. */
  private Response changePassword(Request request) {
    InteractiveAuth.Passed<Credentials.Verified> passed = ownPassword.require(request);
    ObjectNode body = passed.params();
    String hash = credentials.hashNew(Body.string(body, "new_password"));
    DeviceId own = request.optionalSession().map(Session::device).orElse(null);
    homeserver.apply(
        new UserCommand.SetPassword(
            passed.proof().user(),
            hash,
            passed.proof().hash(),
            Body.flag(body, "logout_devices", true),
            own));
    return Response.empty();
  }

  /**
   * POST /_matrix/client/v3/account/deactivate: deactivates the account permanently; requires the
   * password. Its user leaves all rooms. With {@code erase} the account data is deleted, too, and
   * those who join the rooms later get redacted copies of what the user sent.
   */
  private Response deactivate(Request request) {
    InteractiveAuth.Passed<Credentials.Verified> passed = ownPassword.require(request);
    boolean erase = Body.flag(passed.params(), "erase", false);
    homeserver.applyEverywhere(new UserCommand.DeactivateUser(passed.proof().user(), erase));
    return Response.json(Json.object().put("id_server_unbind_result", "success"));
  }

  /** GET /_matrix/client/v3/account/3pid: accounts have no e-mail addresses or phone numbers. */
  private Response thirdPartyIdentifiers(Request request) {
    ObjectNode body = Json.object();
    body.putArray("threepids");
    return Response.json(body);
  }

  /**
   * POST /_matrix/client/v3/account/3pid and all other operations on third-party identifiers: not
   * offered.
   */
  private Response noThirdPartyIdentifiers(Request request) {
    throw new MatrixError(
        403, "M_THREEPID_DENIED", "Accounts here have no e-mail addresses or phone numbers");
  }
}
