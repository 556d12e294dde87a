package org.bongsu.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One operation: what it answers to, who may ask, how much may be sent.
 *
 * @param template the path, its variable parts in braces: {@code /rooms/{roomId}/state}
 * @param bodyBytesMax more is refused with {@code M_TOO_LARGE}
 * @param streams whether the handler reads the body while it comes in
 */
public record Route(
    String method,
    String template,
    Access access,
    long bodyBytesMax,
    boolean streams,
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

  /** An operation with the usual limit, whose handler answers when it returns. */
  public static Route of(String method, String template, Access access, Handler handler) {
    return new Route(
        method,
        template,
        access,
        Routes.BODY_BYTES_MAX,
        false,
        request -> CompletableFuture.completedFuture(handler.handle(request)));
  }

  /** Whether it is about the site itself, and answered whether or not the site may serve. */
  public boolean isOperational() {
    return template.startsWith("/_bongsu/health/") || template.equals("/_bongsu/metrics");
  }

  public Route withBodyBytesMax(long bytesMax) {
    return new Route(method, template, access, bytesMax, streams, handler);
  }

  /** The handler reads the body while it comes in; see {@link Request#stream}. */
  public Route streaming() {
    return new Route(method, template, access, bodyBytesMax, true, handler);
  }
}
