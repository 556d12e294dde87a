package org.bongsu.matrix.account;

import org.bongsu.http.Request;
import org.bongsu.node.MatrixError;

/**
 * Requires the password of the user who makes the request, by user-interactive authentication.
 * Without an access token it is the user that {@code auth} names.
 */
public final class OwnPassword {
  private final InteractiveAuth interactive;
  private final Credentials credentials;

  OwnPassword(InteractiveAuth interactive, Credentials credentials) {
    this.interactive = interactive;
    this.credentials = credentials;
  }

  /**
   * Lets a request through if it holds the right password.
   *
   * @throws MatrixError 401 with the flows if it does not
   */
  InteractiveAuth.Passed<Credentials.Verified> require(Request request) {
    return interactive.require(
        request,
        InteractiveAuth.SecondRequest.MUST_AGREE,
        "m.login.password",
        auth -> {
          Credentials.Verified verified = credentials.check(request, auth);
          if (request
              .optionalSession()
              .filter(s -> !s.user().equals(verified.user()))
              .isPresent()) {
            throw MatrixError.forbidden("This password belongs to another user");
          }
          return verified;
        });
  }

  /** As {@link #require}, for other packages: returns the request's body without {@code auth}. */
  public tools.jackson.databind.node.ObjectNode ask(Request request) {
    return require(request).params();
  }
}
