package org.bongsu.matrix.account;

import static org.bongsu.matrix.account.InteractiveAuth.SecondRequest.MAY_CHANGE;

import java.util.Locale;
import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.account.Invitations;
import org.bongsu.command.InvitationCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.MatrixSettings.Registration;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Registration of accounts. */
final class RegisterApi {
  private static final String DUMMY = "m.login.dummy";
  private static final String TOKEN = "m.login.registration_token";

  private final Homeserver homeserver;
  private final Credentials credentials;
  private final InteractiveAuth interactive;

  RegisterApi(Homeserver homeserver, Credentials credentials, InteractiveAuth interactive) {
    this.homeserver = homeserver;
    this.credentials = credentials;
    this.interactive = interactive;
  }

  void addTo(Routes routes) {
    Route.Access all = Route.Access.PUBLIC;
    routes.add("POST", "/_matrix/client/v3/register", all, this::register);
    routes.add("GET", "/_matrix/client/v3/register/available", all, this::available);
    routes.add(
        "GET",
        "/_matrix/client/v1/register/m.login.registration_token/validity",
        all,
        this::validity);
  }

  /** POST /_matrix/client/v3/register: creates an account after user-interactive authentication. */
  private Response register(Request request) {
    if (request.query("kind").orElse("user").equals("guest")) {
      throw new MatrixError(403, "M_GUEST_ACCESS_FORBIDDEN", "Guest access is not offered");
    }
    requireOpen();
    Optional<String> wanted = Body.optionalString(request.json(), "username");
    wanted.ifPresent(name -> requireFree(request, name));
    InteractiveAuth.Passed<String> passed = authenticate(request);
    ObjectNode body = passed.params();
    homeserver.limits().take(MatrixLimit.REGISTRATIONS, request.remoteNetwork());
    UserId user =
        Body.optionalString(body, "username")
            .map(name -> requireFree(request, name))
            .orElseGet(() -> homeserver.userId(generateLocalpart()));
    String hash = credentials.hashNew(Body.string(body, "password"));
    SignIn signIn =
        Body.flag(body, "inhibit_login", false) ? null : SignIn.of(homeserver, user, body);
    createAccount(user, hash, signIn, passed.proof());
    ObjectNode answer = Json.object().put("user_id", user.value());
    if (signIn != null) {
      signIn.addTo(answer);
    }
    return Response.json(answer);
  }

  /**
   * Requires the stage of the configured registration mode; the proof is the token used, or empty.
   */
  private InteractiveAuth.Passed<String> authenticate(Request request) {
    return switch (homeserver.settings(MatrixSettings.class).registration()) {
      case OPEN -> interactive.require(request, MAY_CHANGE, DUMMY, auth -> "");
      case TOKEN ->
          interactive.require(
              request,
              MAY_CHANGE,
              TOKEN,
              auth -> {
                homeserver.limits().take(MatrixLimit.LOOKUPS, request.remoteNetwork());
                String token = Body.string(auth, "token");
                if (!isValid(token)) {
                  throw MatrixError.forbidden(
                      "This registration token is unknown or no longer valid");
                }
                return token;
              });
      case CLOSED -> throw new IllegalStateException("checked by requireOpen");
    };
  }

  private void createAccount(UserId user, String hash, @Nullable SignIn signIn, String token) {
    boolean used =
        !token.isEmpty()
            && homeserver
                .apply(new InvitationCommand.UseInvitation(token, user))
                .path("used")
                .asString("")
                .equals("now");
    try {
      homeserver.apply(
          new UserCommand.RegisterUser(
              user, hash, false, signIn == null ? null : signIn.session()));
    } catch (MatrixError refused) {
      if (used) {
        homeserver.apply(new InvitationCommand.ReturnInvitation(token, user));
      }
      throw refused;
    }
  }

  private void requireOpen() {
    if (homeserver.settings(MatrixSettings.class).registration() == Registration.CLOSED) {
      throw MatrixError.forbidden("Registration is closed on this server");
    }
  }

  private String generateLocalpart() {
    return homeserver.random().letters(12).toLowerCase(Locale.ROOT);
  }

  /** Checks that a name is free. It is the only place that tells, so that each look-up counts. */
  private UserId requireFree(Request request, String localpart) {
    homeserver.limits().take(MatrixLimit.LOOKUPS, request.remoteNetwork());
    UserId user = registrable(homeserver, localpart);
    if (homeserver.read(user.value(), db -> new Accounts(db).find(user)).isPresent()) {
      throw new MatrixError(400, "M_USER_IN_USE", "This user name is taken");
    }
    return user;
  }

  /**
   * The user id for the localpart of a new account. Upper case is lowered, as it is at login.
   *
   * @throws MatrixError {@code M_INVALID_USERNAME} if it is not allowed
   */
  static UserId registrable(Homeserver homeserver, String wanted) {
    String localpart = wanted.toLowerCase(Locale.ROOT);
    if (!UserId.isRegistrable(localpart)) {
      throw invalidName("User names consist of a-z, 0-9 and ._=-/+, and do not begin with _");
    }
    return UserId.parse("@" + localpart + ":" + homeserver.config().serverName())
        .orElseThrow(() -> invalidName("This user name is too long"));
  }

  private static MatrixError invalidName(String why) {
    return new MatrixError(400, "M_INVALID_USERNAME", why);
  }

  /** GET /_matrix/client/v3/register/available: whether a name is free. */
  private Response available(Request request) {
    requireOpen();
    requireFree(
        request, request.query("username").orElseThrow(() -> MatrixError.missingParam("username")));
    return Response.json(Json.object().put("available", true));
  }

  /**
   * GET /_matrix/client/v1/register/m.login.registration_token/validity: whether a registration
   * token is valid.
   */
  private Response validity(Request request) {
    homeserver.limits().take(MatrixLimit.LOOKUPS, request.remoteNetwork());
    requireOpen();
    String token = request.query("token").orElseThrow(() -> MatrixError.missingParam("token"));
    return Response.json(Json.object().put("valid", isValid(token)));
  }

  private boolean isValid(String token) {
    return homeserver
        .read(token, db -> new Invitations(db).find(token))
        .filter(invitation -> invitation.isValidAt(homeserver.clock().millis()))
        .isPresent();
  }
}
