package org.bongsu.http;

/** Finds out whose access token it is. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The session of a token.
   *
   * @param address from where it was sent
   * @throws MatrixError 401 {@code M_UNKNOWN_TOKEN} where there is none any more
   */
  Session authenticate(String accessToken, String address);
}
