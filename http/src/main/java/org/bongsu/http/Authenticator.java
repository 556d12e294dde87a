package org.bongsu.http;

import org.jspecify.annotations.Nullable;

/** Finds out who asks. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The session that the credentials of a request stand for.
   *
   * @return null if the request brings no credentials
   * @throws RequestError if it brings some that are not valid
   */
  @Nullable Session authenticate(RequestHead head);
}
