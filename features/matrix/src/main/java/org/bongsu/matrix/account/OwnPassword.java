package org.bongsu.matrix.account;

import org.bongsu.http.Request;
import org.bongsu.node.MatrixError;

/**
 * Asks for the password of the user who makes the request, by user-interactive authentication.
 * Without an access token it is the user whom {@code auth} names.
 */
public final class OwnPassword {
  private final InteractiveAuth interactive;
  private final Credentials credentials;

  OwnPassword(InteractiveAuth interactive, Credentials credentials) {
    this.interactive = interactive;
    this.credentials = credentials;
  }

  /**
   * Lets a request through that holds the right password.
   *
   * @throws MatrixError 401 with the flows where it does not
   */
  InteractiveAuth.Passed<Credentials.Proven> require(Request request) {
    return interactive.require(
        request,
        "m.login.password",
        auth -> {
          Credentials.Proven proven = credentials.check(auth);
          if (request.optionalSession().filter(s -> !s.user().equals(proven.user())).isPresent()) {
            throw MatrixError.forbidden("This is the password of somebody else");
          }
          return proven;
        });
  }

  /** As {@link #require}, for other subjects: answers the request's body without {@code auth}. */
  public tools.jackson.databind.node.ObjectNode ask(Request request) {
    return require(request).params();
  }
}
