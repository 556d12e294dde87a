package org.bongsu.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who sends a request: by access token, and from where. */
record Callers(Authenticator authenticator, boolean proxyTrusted) {

  /**
   * The session of whoever asks; null where a route lets those without a token in.
   *
   * @throws MatrixError 401 where the route needs a token and there is no good one
   */
  @Nullable Session session(
      HttpServerRequest request, Route.Access access, Map<String, List<String>> query) {
    if (access == Route.Access.PUBLIC) {
      return null;
    }
    String token = token(request, query);
    if (token != null) {
      return authenticator.authenticate(token, address(request));
    }
    if (access == Route.Access.OPTIONAL) {
      return null;
    }
    throw new MatrixError(401, "M_MISSING_TOKEN", "This needs an access token");
  }

  private static @Nullable String token(
      HttpServerRequest request, Map<String, List<String>> query) {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    return query.containsKey("access_token") ? query.get("access_token").getFirst() : null;
  }

  /**
   * The address of the client; behind a trusted proxy, what the proxy says it is. A proxy appends
   * to the header, so only the last address is the proxy's word and not the client's.
   */
  String address(HttpServerRequest request) {
    String forwarded = proxyTrusted ? request.getHeader("X-Forwarded-For") : null;
    if (forwarded != null) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }
}
