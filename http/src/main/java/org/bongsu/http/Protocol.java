package org.bongsu.http;

import org.bongsu.json.Json;

/**
 * What the routes below one prefix have in common: how a request is authenticated, and how an error
 * is rendered. The Matrix API is one; WebDAV is another.
 */
public record Protocol(Authenticator authenticator, ErrorRenderer errors) {
  /** No accounts; errors as {@code {"error":…}}. */
  public static final Protocol PLAIN = new Protocol(head -> null, Protocol::plainError);

  /** Makes the response to a request that failed. */
  @FunctionalInterface
  public interface ErrorRenderer {
    Response render(RequestError error);
  }

  private static Response plainError(RequestError error) {
    return Response.json(error.status(), Json.object().put("error", error.message()));
  }
}
