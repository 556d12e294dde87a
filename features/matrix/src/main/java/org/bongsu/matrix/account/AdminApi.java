package org.bongsu.matrix.account;

import java.util.List;
import org.bongsu.account.Accounts;
import org.bongsu.account.Devices;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ObjectNode;

/** Administrators' operations on users, and reports of users to them. */
final class AdminApi {
  private static final String LOCK = "/_matrix/client/v1/admin/lock/{userId}";
  private static final int REASON_CHARS_MAX = 2_000;

  private final Homeserver homeserver;

  AdminApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  void addTo(Routes routes) {
    routes.add("GET", "/_matrix/client/v3/admin/whois/{userId}", this::whois);
    routes.add("GET", LOCK, this::lock);
    routes.add("PUT", LOCK, this::setLock);
    routes.add("POST", "/_matrix/client/v3/users/{userId}/report", this::report);
  }

  /**
   * GET /_matrix/client/v3/admin/whois/{userId}: devices of a user; for the user and
   * administrators.
   */
  private Response whois(Request request) {
    UserId user = Body.userId(request.pathParam("userId"));
    if (!user.equals(request.session().user()) && !request.session().admin()) {
      throw MatrixError.forbidden("Only administrators may ask about other users");
    }
    account(user);
    List<Devices.Device> all = homeserver.read(user.value(), db -> new Devices(db).of(user));
    ObjectNode body = Json.object().put("user_id", user.value());
    ObjectNode devices = body.putObject("devices");
    for (Devices.Device device : all) {
      ObjectNode session = devices.putObject(device.id().value()).putArray("sessions").addObject();
      var connections = session.putArray("connections");
      if (device.seenMillis() != null && device.address() != null) {
        connections.addObject().put("ip", device.address()).put("last_seen", device.seenMillis());
      }
    }
    return Response.json(body);
  }

  /** GET /_matrix/client/v1/admin/lock/{userId}: whether an account is locked. */
  private Response lock(Request request) {
    UserId user = target(request);
    return Response.json(Json.object().put("locked", account(user).locked()));
  }

  /** PUT /_matrix/client/v1/admin/lock/{userId}: locks or unlocks an account. */
  private Response setLock(Request request) {
    UserId user = target(request);
    ObjectNode body = request.json();
    if (!body.has("locked")) {
      throw MatrixError.missingParam("locked");
    }
    boolean locked = Body.flag(body, "locked", false);
    if (account(user).admin()) {
      throw MatrixError.forbidden("An administrator cannot be locked by another user");
    }
    homeserver.apply(new UserCommand.LockUser(user, locked));
    return Response.json(Json.object().put("locked", locked));
  }

  /**
   * The user that an administrator names; 403 for other callers, whether the user exists or not.
   */
  private UserId target(Request request) {
    if (!request.session().admin()) {
      throw MatrixError.forbidden("Only administrators may do this");
    }
    UserId user = Body.userId(request.pathParam("userId"));
    if (!homeserver.isOurs(user)) {
      throw MatrixError.invalidParam("This user does not belong to this server");
    }
    return user;
  }

  private Accounts.Account account(UserId user) {
    return homeserver
        .read(user.value(), db -> new Accounts(db).active(user))
        .orElseThrow(() -> MatrixError.notFound("There is no such user"));
  }

  /**
   * POST /_matrix/client/v3/users/{userId}/report: reports a user to the administrators. The answer
   * is the same whether the user exists or not.
   */
  private Response report(Request request) {
    UserId reporter = request.session().user();
    homeserver.limits().take(MatrixLimit.REPORTS, reporter);
    UserId user = Body.userId(request.pathParam("userId"));
    String reason = Body.string(request.json(), "reason");
    if (reason.length() > REASON_CHARS_MAX) {
      throw MatrixError.invalidParam("A reason has at most " + REASON_CHARS_MAX + " characters");
    }
    homeserver.commands().apply(new UserCommand.ReportUser(user, reporter, reason));
    return Response.empty();
  }
}
