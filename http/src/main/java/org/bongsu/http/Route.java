package org.bongsu.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One operation: what it answers to, who may ask, how much may be sent.
 *
 * @param template the path, its variable parts in braces: {@code /rooms/{roomId}/state}
 * @param bodyBytesMax a larger body is refused with status 413
 * @param streams whether the handler reads the body while it comes in
 * @param isOperational whether it is about the site itself, and answered whether or not the site
 *     may serve
 */
public record Route(
    String method,
    String template,
    Access access,
    long bodyBytesMax,
    boolean streams,
    boolean isOperational,
    AsyncHandler handler) {

  /** Who may ask. */
  public enum Access {
    /** Everybody; a token, where there is one, is not looked at. */
    PUBLIC,
    /** Everybody; whoever sends a token must send a good one. */
    OPTIONAL,
    /** Only with a good token. */
    TOKEN
  }

  /** Handles a request in straight-line code on a virtual thread of its own. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request);
  }

  /** Handles a request and may answer later, without keeping a thread. */
  @FunctionalInterface
  public interface AsyncHandler {
    CompletionStage<Response> handle(Request request);
  }

  /** An operation that may answer later, with a limit on its body. */
  public static Route later(
      String method, String template, Access access, long bodyBytesMax, AsyncHandler handler) {
    return new Route(method, template, access, bodyBytesMax, false, false, handler);
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
    return new Route(method, template, access, bodyBytesMax, streams, true, handler);
  }

  public Route withBodyBytesMax(long bytesMax) {
    return new Route(method, template, access, bytesMax, streams, isOperational, handler);
  }

  /** The handler reads the body while it comes in; see {@link Request#stream}. */
  public Route streaming() {
    return new Route(method, template, access, bodyBytesMax, true, isOperational, handler);
  }
}
