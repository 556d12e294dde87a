package org.bongsu.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One operation: its method and path, who may call it, how large a body may be.
 *
 * @param template the path, its variable parts in braces: {@code /rooms/{roomId}/state}
 * @param bodyBytesMax a larger body is refused with status 413
 * @param streams whether the handler reads the body while it arrives
 * @param pace how fast a body that is streamed must come
 * @param isOperational whether it is about the site itself, and answered whether or not the site
 *     may serve
 */
public record Route(
    String method,
    String template,
    Access access,
    long bodyBytesMax,
    boolean streams,
    BodyPace pace,
    boolean isOperational,
    AsyncHandler handler) {

  /** Who may call it. */
  public enum Access {
    /** Anyone; a token is ignored. */
    PUBLIC,
    /** Anyone; but a token, if sent, must be valid. */
    OPTIONAL,
    /** Only with a valid token. */
    TOKEN
  }

  /** Handles a request in straight-line code on a virtual thread of its own. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request);
  }

  /** Handles a request and may complete the response later, without holding a thread. */
  @FunctionalInterface
  public interface AsyncHandler {
    CompletionStage<Response> handle(Request request);
  }

  /** An operation that may complete later, with a limit on its body. */
  public static Route later(
      String method, String template, Access access, long bodyBytesMax, AsyncHandler handler) {
    return new Route(method, template, access, bodyBytesMax, false, BodyPace.ANY, false, handler);
  }

  /** An operation with the default limit, whose handler answers when it returns. */
  public static Route of(String method, String template, Access access, Handler handler) {
    return later(
        method,
        template,
        access,
        Routes.BODY_BYTES_MAX,
        request -> CompletableFuture.completedFuture(handler.handle(request)));
  }

  /** The same, answered whether or not the site may serve. */
  public Route operational() {
    return new Route(method, template, access, bodyBytesMax, streams, pace, true, handler);
  }

  public Route withBodyBytesMax(long bytesMax) {
    return new Route(method, template, access, bytesMax, streams, pace, isOperational, handler);
  }

  /** The handler reads the body while it arrives; see {@link Request#stream}. */
  public Route streaming() {
    return streaming(BodyPace.ANY);
  }

  /** The same; reading fails if the body comes more slowly. */
  public Route streaming(BodyPace least) {
    return new Route(method, template, access, bodyBytesMax, true, least, isOperational, handler);
  }
}
