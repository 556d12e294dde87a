package org.bongsu.node;

import java.time.Duration;
import java.util.Map;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error response in Matrix's form (specification: standard error response). The operations that
 * Bongsu adds below {@code /_bongsu/} use the same form.
 */
public final class MatrixError extends RequestError {
  private final ObjectNode body;

  public MatrixError(int status, String errcode, String message) {
    this(status, Json.object().put("errcode", errcode).put("error", message));
  }

  /** An error with its own body, such as for user-interactive authentication. */
  public MatrixError(int status, ObjectNode body) {
    this(status, body, null);
  }

  private MatrixError(int status, ObjectNode body, @Nullable Duration retryAfter) {
    super(status, Reason.OTHER, body.path("error").asString(""), retryAfter);
    this.body = body;
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

  /** Sets when to try again; also sent as {@code Retry-After}. */
  public static MatrixError limitExceeded(long retryAfterMillis) {
    ObjectNode body =
        Json.object()
            .put("errcode", "M_LIMIT_EXCEEDED")
            .put("error", "Too many requests")
            .put("retry_after_ms", retryAfterMillis);
    return new MatrixError(429, body, Duration.ofMillis(retryAfterMillis));
  }

  /** The server cannot do it now, but may be able to soon. */
  public static MatrixError unavailable(String message) {
    return new MatrixError(503, "M_UNKNOWN", message);
  }

  /** Any error of a request as a response of the Matrix API. */
  public static Response render(RequestError error) {
    MatrixError matrix = of(error);
    return new Response.Bytes(
        matrix.status(), Map.of(), "application/json", Json.bytes(matrix.body));
  }

  /** The specification's error code for a reason of the HTTP layer. */
  private static MatrixError of(RequestError error) {
    if (error instanceof MatrixError matrix) {
      return matrix;
    }
    String code =
        switch (error.reason()) {
          case BAD_URL, BAD_PARAMETER -> "M_INVALID_PARAM";
          case NOT_JSON, NOT_XML -> "M_NOT_JSON";
          case NOT_AN_OBJECT, NUMBER_TOO_LARGE -> "M_BAD_JSON";
          case NO_CREDENTIALS -> "M_MISSING_TOKEN";
          case FORBIDDEN -> "M_FORBIDDEN";
          case NOT_FOUND -> "M_NOT_FOUND";
          case UNKNOWN_PATH, UNKNOWN_METHOD -> "M_UNRECOGNIZED";
          case TOO_LARGE -> "M_TOO_LARGE";
          case TOO_MANY_REQUESTS -> "M_LIMIT_EXCEEDED";
          case TOO_SLOW, DEFECT, UNAVAILABLE, OTHER -> "M_UNKNOWN";
        };
    return error
        .retryAfter()
        .map(wait -> limitExceeded(wait.toMillis()))
        .orElseGet(() -> new MatrixError(error.status(), code, error.message()));
  }
}
