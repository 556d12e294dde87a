package org.bongsu.http;

import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request is answered with an error in the protocol's form (specification: standard error
 * response).
 */
public final class MatrixError extends RuntimeException {
  private final int status;
  private final ObjectNode body;

  public MatrixError(int status, String errcode, String message) {
    this(status, Json.object().put("errcode", errcode).put("error", message));
  }

  /** An error with a body of its own, such as user-interactive authentication asks for. */
  public MatrixError(int status, ObjectNode body) {
    super(body.path("error").asString(""), null, false, false);
    this.status = status;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public ObjectNode body() {
    return body;
  }

  /** Adds a member to the body. */
  public MatrixError with(String key, Object value) {
    body.putPOJO(key, value);
    return this;
  }

  public static MatrixError forbidden(String message) {
    return new MatrixError(403, "M_FORBIDDEN", message);
  }

  public static MatrixError notFound(String message) {
    return new MatrixError(404, "M_NOT_FOUND", message);
  }

  public static MatrixError invalidParam(String message) {
    return new MatrixError(400, "M_INVALID_PARAM", message);
  }

  public static MatrixError missingParam(String name) {
    return new MatrixError(400, "M_MISSING_PARAM", name + " is missing");
  }

  public static MatrixError badJson(String message) {
    return new MatrixError(400, "M_BAD_JSON", message);
  }

  public static MatrixError tooLarge(String message) {
    return new MatrixError(413, "M_TOO_LARGE", message);
  }

  /** Try again later; {@code retryAfterMillis} is also said in the Retry-After header. */
  public static MatrixError limitExceeded(long retryAfterMillis) {
    ObjectNode body =
        Json.object()
            .put("errcode", "M_LIMIT_EXCEEDED")
            .put("error", "Too many requests")
            .put("retry_after_ms", retryAfterMillis);
    return new MatrixError(429, body);
  }

  /** The server cannot do it now, but may soon. */
  public static MatrixError unavailable(String message) {
    return new MatrixError(503, "M_UNKNOWN", message);
  }
}
