package org.bongsu.matrix.account;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.bongsu.account.Accounts;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.MatrixSettings.Profiles;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Profiles: display name, avatar, time zone, and custom fields (specification v1.16). */
final class ProfileApi {
  private static final String PATH = "/_matrix/client/v3/profile/{userId}";
  private static final int KEY_BYTES_MAX = 255;
  private static final int STRING_CHARS_MAX = 256;

  /** Common namespaced identifier grammar, and the two names that predate it. */
  private static final Pattern KEY =
      Pattern.compile("avatar_url|displayname|m\\.tz|[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

  private static final Pattern MXC = Pattern.compile("mxc://[^/?#\\s]+/[A-Za-z0-9_-]+");

  /** Fields whose value is a string; an empty string removes them. */
  private static final Set<String> STRINGS = Set.of("displayname", "avatar_url", "m.tz");

  private final Homeserver homeserver;

  ProfileApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Route.Access.OPTIONAL, this::all);
    routes.add("GET", PATH + "/{keyName}", Route.Access.OPTIONAL, this::one);
    routes.add("PUT", PATH + "/{keyName}", this::set);
    routes.add("DELETE", PATH + "/{keyName}", this::delete);
  }

  /** GET /_matrix/client/v3/profile/{userId}: the whole profile. */
  private Response all(Request request) {
    return Response.json(profile(request));
  }

  /** GET /_matrix/client/v3/profile/{userId}/{keyName}: one field. */
  private Response one(Request request) {
    String key = key(request);
    JsonNode value = profile(request).path(key);
    if (value.isMissingNode()) {
      throw MatrixError.notFound("This profile has no " + key);
    }
    ObjectNode body = Json.object();
    body.set(key, value);
    return Response.json(body);
  }

  private ObjectNode profile(Request request) {
    boolean open = homeserver.settings(MatrixSettings.class).profiles() == Profiles.EVERYBODY;
    if (!open && request.optionalSession().isEmpty()) {
      throw new MatrixError(401, "M_MISSING_TOKEN", "Profiles can be read only with a token");
    }
    UserId user = Body.userId(request.pathParam("userId"));
    return homeserver
        .read(user.value(), db -> new Accounts(db).active(user))
        .map(Accounts.Account::profile)
        .orElseThrow(() -> MatrixError.notFound("There is no such user"));
  }

  /**
   * PUT /_matrix/client/v3/profile/{userId}/{keyName}: sets one field of the user's own profile.
   */
  private Response set(Request request) {
    String key = key(request);
    UserId user = own(request);
    JsonNode value = request.json().get(key);
    if (value == null) {
      throw MatrixError.missingParam(key);
    }
    apply(new UserCommand.SetProfileField(user, key, checked(key, value)));
    return Response.empty();
  }

  /**
   * DELETE /_matrix/client/v3/profile/{userId}/{keyName}: removes one field of the user's own
   * profile.
   */
  private Response delete(Request request) {
    String key = key(request);
    apply(new UserCommand.SetProfileField(own(request), key, null));
    return Response.empty();
  }

  private void apply(Command command) {
    Outcome outcome = homeserver.commands().applyEverywhere(command);
    if (outcome instanceof Outcome.Refused(Refusal why, String detail)
        && why == Refusal.TOO_LARGE) {
      throw new MatrixError(400, "M_PROFILE_TOO_LARGE", detail);
    }
    Homeserver.require(outcome);
  }

  private UserId own(Request request) {
    UserId user = Body.userId(request.pathParam("userId"));
    if (!user.equals(request.session().user())) {
      throw MatrixError.forbidden("A profile can be changed only by its owner");
    }
    homeserver.limits().take(MatrixLimit.PROFILE, user);
    return user;
  }

  private static String key(Request request) {
    String key = request.pathParam("keyName");
    if (key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MAX) {
      throw new MatrixError(400, "M_KEY_TOO_LARGE", "A field's name has at most 255 bytes");
    }
    if (!KEY.matcher(key).matches()) {
      throw MatrixError.invalidParam("This is not a valid name of a profile field");
    }
    return key;
  }

  /** Validates a value and returns it as it is stored; null removes the field. */
  private static @Nullable JsonNode checked(String key, JsonNode value) {
    if (!STRINGS.contains(key)) {
      if (value.isNull()) {
        throw MatrixError.invalidParam("A field is removed with DELETE, not with null");
      }
      return value;
    }
    if (value.isNull() || value.stringValue("-").isEmpty()) {
      return null;
    }
    if (!value.isString()) {
      throw MatrixError.invalidParam(key + " is not a string");
    }
    if (value.stringValue().length() > STRING_CHARS_MAX) {
      throw MatrixError.invalidParam(key + " has at most " + STRING_CHARS_MAX + " characters");
    }
    if (key.equals("avatar_url") && !MXC.matcher(value.stringValue()).matches()) {
      throw MatrixError.invalidParam("avatar_url is not an mxc:// URI");
    }
    return value;
  }

  /** The command that sets the display name of a new account. */
  static Command setDisplayName(UserId user, String name) {
    return new UserCommand.SetProfileField(
        user, "displayname", checked("displayname", StringNode.valueOf(name)));
  }
}
