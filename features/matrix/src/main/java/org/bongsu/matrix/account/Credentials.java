package org.bongsu.matrix.account;

import java.util.Locale;
import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.http.Request;
import org.bongsu.id.UserId;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks user names with passwords. Guarantee: an unknown name takes as long, and counts towards
 * the same limits, as a known name with a wrong password.
 */
final class Credentials {
  /** Minimum length of a password that a user chooses. */
  private static final int CHARS_MIN = 8;

  private final Homeserver homeserver;
  private final Passwords passwords;
  private final PasswordAttempts attempts;

  /**
   * A user whose password was verified.
   *
   * @param hash that the password was compared with. Commands carry it, so that they are refused if
   *     the password is changed before they are applied
   */
  record Verified(UserId user, String hash) {}

  Credentials(Homeserver homeserver, Passwords passwords) {
    this.homeserver = homeserver;
    this.passwords = passwords;
    this.attempts = new PasswordAttempts(homeserver);
  }

  /**
   * Checks a password. It is the only place that does, so that every guess is counted.
   *
   * @param request that the password came with
   * @param body holds {@code password} and {@code identifier}, or {@code user} as in old versions
   * @throws MatrixError 403 {@code M_FORBIDDEN} if it is wrong, {@code M_LIMIT_EXCEEDED} if it was
   *     wrong too often
   */
  Verified check(Request request, ObjectNode body) {
    String name = name(body);
    String password = Body.string(body, "password");
    Optional<UserId> user = localUser(name);
    Runnable succeeded = attempts.begin(user, request);
    Optional<String> stored =
        user.flatMap(u -> homeserver.read(u.value(), db -> new Accounts(db).active(u)))
            .flatMap(account -> Optional.ofNullable(account.passwordHash()));
    boolean right =
        password.length() <= Passwords.CHARS_MAX
            && passwords.matches(password, stored.orElse(null));
    if (!right || user.isEmpty() || stored.isEmpty()) {
      throw MatrixError.forbidden("The user name or password is wrong");
    }
    succeeded.run();
    return new Verified(user.get(), stored.get());
  }

  private static String name(ObjectNode body) {
    JsonNode identifier = body.path("identifier");
    if (identifier.isMissingNode() || identifier.isNull()) {
      return Body.optionalString(body, "user")
          .orElseThrow(() -> MatrixError.missingParam("identifier"));
    }
    if (!(identifier instanceof ObjectNode named)) {
      throw MatrixError.badJson("identifier is not an object");
    }
    return switch (Body.string(named, "type")) {
      case "m.id.user" -> Body.string(named, "user");
      case "m.id.thirdparty", "m.id.phone" ->
          throw MatrixError.forbidden("Accounts here are identified by user names only");
      default ->
          throw new MatrixError(400, "M_UNKNOWN", "This kind of identifier is not supported");
    };
  }

  /** The user of this server with this localpart or whole user id. */
  private Optional<UserId> localUser(String name) {
    String folded = name.strip();
    if (folded.startsWith("@")) {
      int colon = folded.indexOf(':');
      if (colon < 0 || !folded.substring(colon + 1).equals(homeserver.config().serverName())) {
        return Optional.empty();
      }
      folded = folded.substring(1, colon);
    }
    String localpart = folded.toLowerCase(Locale.ROOT);
    return UserId.parse("@" + localpart + ":" + homeserver.config().serverName());
  }

  /**
   * Hashes a new password.
   *
   * @throws MatrixError {@code M_WEAK_PASSWORD} if it is too short, {@code M_INVALID_PARAM} if it
   *     is too long
   */
  String hashNew(String password) {
    if (password.codePointCount(0, password.length()) < CHARS_MIN) {
      throw new MatrixError(
          400, "M_WEAK_PASSWORD", "A password has at least " + CHARS_MIN + " characters");
    }
    return hash(password);
  }

  /** As {@link #hashNew}, for the operator, who may choose a short password. */
  String hash(String password) {
    if (password.isEmpty() || password.length() > Passwords.CHARS_MAX) {
      throw MatrixError.invalidParam(
          "A password has at least one and at most " + Passwords.CHARS_MAX + " characters");
    }
    return passwords.hash(password);
  }
}
