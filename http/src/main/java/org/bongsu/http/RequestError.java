package org.bongsu.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request with an error, which the {@link Protocol} of its path renders. A protocol may
 * throw subclasses that carry more, and renders all others by their {@link Reason}.
 */
public class RequestError extends RuntimeException {
  /** Why, with the status that HTTP has for it (RFC 9110, section 15). */
  public enum Reason {
    /** The path or the query is not valid UTF-8 in percent encoding. */
    BAD_URL(400),
    /** A parameter or header has a value that it cannot have. */
    BAD_PARAMETER(400),
    /** The body is not JSON. */
    NOT_JSON(400),
    /** The body is JSON with a number that is too large. */
    NUMBER_TOO_LARGE(400),
    /** The body is JSON, but not an object. */
    NOT_AN_OBJECT(400),
    /** The body is not well-formed XML, or has a document type declaration. */
    NOT_XML(400),
    /** The route needs credentials and the request has none. */
    NO_CREDENTIALS(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    /** No route has this path. */
    UNKNOWN_PATH(404),
    /** The path has routes, but none for this method. */
    UNKNOWN_METHOD(405),
    /** The body did not arrive in time. */
    TOO_SLOW(408),
    TOO_LARGE(413),
    TOO_MANY_REQUESTS(429),
    /** A defect of the program. */
    DEFECT(500),
    /** The node cannot do it now, but may be able to soon. */
    UNAVAILABLE(503),
    /** Described by the protocol's own subclass. */
    OTHER(400);

    private final int status;

    Reason(int status) {
      this.status = status;
    }
  }

  private final int status;
  private final Reason reason;
  private final @Nullable Duration retryAfter;

  public RequestError(Reason reason, String message) {
    this(reason.status, reason, message, null);
  }

  /** For errors with a status of their own. */
  protected RequestError(int status, Reason reason, String message, @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** The client has sent too many requests; it may try again after {@code retryAfter}. */
  public static RequestError tooMany(Duration retryAfter) {
    Reason reason = Reason.TOO_MANY_REQUESTS;
    return new RequestError(reason.status, reason, "Too many requests", retryAfter);
  }

  public static RequestError forbidden(String message) {
    return new RequestError(Reason.FORBIDDEN, message);
  }

  public static RequestError notFound(String message) {
    return new RequestError(Reason.NOT_FOUND, message);
  }

  public static RequestError unavailable(String message) {
    return new RequestError(Reason.UNAVAILABLE, message);
  }

  public int status() {
    return status;
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong, in one sentence, for people. */
  public String message() {
    return String.valueOf(getMessage());
  }

  /** How long to wait before the next attempt; also sent as {@code Retry-After}. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
