package org.bongsu.http;

import org.jspecify.annotations.Nullable;

/** Finds the session of a request. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The session that belongs to the credentials of a request.
   *
   * @return null if the request has no credentials
   * @throws RequestError if its credentials are not valid
   */
  @Nullable Session authenticate(RequestHead head);
}
