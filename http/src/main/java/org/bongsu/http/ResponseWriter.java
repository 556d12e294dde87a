package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.DEFECT;
import static org.bongsu.http.RequestError.Reason.TOO_LARGE;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
import org.bongsu.shard.RevocationUnconfirmed;
import org.bongsu.store.StoreUnavailable;

/** Sends the response of a request, or renders a failure as an error. */
final class ResponseWriter {
  private static final System.Logger LOG = System.getLogger(ResponseWriter.class.getName());

  private static final Map<String, String> ON_EVERY_ANSWER =
      Map.of(
          "Access-Control-Allow-Origin",
          "*",
          "Access-Control-Allow-Methods",
          "GET, HEAD, POST, PUT, DELETE, OPTIONS",
          "Access-Control-Allow-Headers",
          "X-Requested-With, Content-Type, Authorization, Date, Range",
          "Access-Control-Expose-Headers",
          "Content-Range, Content-Disposition, Retry-After",
          "X-Content-Type-Options",
          "nosniff");

  /** {@code Retry-After} of a 503 is random up to this many seconds, so that retries spread out. */
  private static final int RETRY_SECONDS_MAX = 4;

  /** How long a refused client may go on sending a body that is discarded. */
  private static final long LINGER_MILLIS = 5_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final String client;
  private final Protocol.ErrorRenderer errors;
  private final UnreadAnswers unread;
  private volatile Admission admission = Admission.ALWAYS;

  /**
   * The writer of one request's response.
   *
   * @param client its address, for which unread answers are counted
   */
  ResponseWriter(
      Vertx vertx,
      HttpServerRequest request,
      String client,
      Protocol.ErrorRenderer errors,
      UnreadAnswers unread) {
    this.vertx = vertx;
    this.request = request;
    this.client = client;
    this.errors = errors;
    this.unread = unread;
  }

  /** Sends a response, or the refusal if the node may not answer now. */
  void mayOnlyBeSentBy(Admission by) {
    admission = by;
  }

  /** Sends the response once it is complete; cancels it if the client disconnects first. */
  void sendWhenDone(CompletableFuture<Response> response) {
    response.whenComplete((sent, failure) -> {
      if (failure == null) {
        admission.refusal().ifPresentOrElse(this::fail, () -> send(sent));
      } else {
        fail(failure);
      }
    });
    if (!response.isDone()) {
      cancelWhenClosed(response);
      admission.endWhenRefused(response);
    }
  }

  private void cancelWhenClosed(CompletableFuture<Response> response) {
    try {
      request.response().closeHandler(gone -> response.cancel(false));
      if (request.response().closed()) {
        response.cancel(false);
      }
    } catch (IllegalStateException answeredMeanwhile) {
      // The response is complete; a closed connection no longer matters.
      LOG.log(System.Logger.Level.TRACE, answeredMeanwhile.getMessage());
    }
  }

  void fail(Throwable failure) {
    switch (failure) {
      case CancellationException clientHasGone -> {}
      case CompletionException wrapped when wrapped.getCause() != null -> fail(wrapped.getCause());
      default -> sendError(admission.refusal().orElseGet(() -> error(failure)));
    }
  }

  private RequestError error(Throwable failure) {
    return switch (failure) {
      case RequestError error -> error;
      case LogUnavailable e -> RequestError.unavailable("Cannot write now: " + e.getMessage());
      case RevocationUnconfirmed e ->
          RequestError.unavailable("Done here, but " + e.getMessage() + ": ask again to be sure");
      case RecordTooLarge e -> new RequestError(TOO_LARGE, "The request is too large to be stored");
      case StoreUnavailable e -> RequestError.unavailable("Not available now: " + e.getMessage());
      default -> {
        LOG.log(System.Logger.Level.ERROR, request.method() + " " + request.path(), failure);
        yield new RequestError(DEFECT, "A defect in Bongsu met this request");
      }
    };
  }

  private void sendError(RequestError error) {
    if (error.status() == 503) {
      int seconds = 1 + ThreadLocalRandom.current().nextInt(RETRY_SECONDS_MAX);
      request.response().putHeader("Retry-After", Integer.toString(seconds));
    }
    error
        .retryAfter()
        .ifPresent(wait ->
            request
                .response()
                .putHeader("Retry-After", Long.toString((wait.toMillis() + 999) / 1000)));
    send(errors.render(error));
  }

  void send(Response response) {
    HttpServerResponse out = request.response();
    if (out.closed() || out.ended() || out.headWritten()) {
      return;
    }
    long length = response instanceof Response.Bytes bytes ? bytes.body().length : 0;
    if (!unread.take(client, length)) {
      sendError(RequestError.tooMany(UnreadAnswers.within(0)));
      return;
    }
    try {
      Future<?> sent = write(out, response);
      closeIfNotReadInTime(sent, length);
      sent.onComplete(_ -> unread.giveBack(client, length));
    } catch (IllegalStateException gone) {
      unread.giveBack(client, length);
      LOG.log(System.Logger.Level.DEBUG, "the client went before it was answered", gone);
    }
  }

  private void closeIfNotReadInTime(Future<?> sent, long length) {
    if (length > 0 && !sent.isComplete()) {
      long millis = UnreadAnswers.within(length).toMillis();
      long timer = vertx.setTimer(millis, _ -> request.connection().close());
      sent.onComplete(_ -> vertx.cancelTimer(timer));
    }
  }

  /** Completes when the response has been handed to the operating system. */
  private Future<?> write(HttpServerResponse out, Response response) {
    out.setStatusCode(response.status());
    ON_EVERY_ANSWER.forEach(out::putHeader);
    response.headers().forEach(out::putHeader);
    if (isUnread() || asksToClose()) {
      out.putHeader("Connection", "close");
      out.endHandler(sent -> closeWhenReceived());
    }
    boolean head = request.method().equals(HttpMethod.HEAD);
    return switch (response) {
      case Response.Bytes bytes -> writeBytes(out, bytes, head);
      case Response.FilePart part -> writeFile(out, part, head);
      case Response.Stream stream -> writeStream(out, stream, head);
    };
  }

  /**
   * Discards the rest of the body for a bounded time: a client that is still sending when its
   * connection is closed gets a reset and never sees the response (RFC 9112, section 9.6). Runs on
   * the event loop.
   */
  private void closeWhenReceived() {
    HttpConnection connection = request.connection();
    if (request.isEnded()) {
      connection.close();
      return;
    }
    vertx.setTimer(LINGER_MILLIS, _ -> connection.close());
    request.exceptionHandler(_ -> connection.close());
    request.endHandler(_ -> connection.close());
    request.handler(_ -> {}).resume();
  }

  /**
   * Whether a body is announced that has not arrived completely. A request without one may be
   * answered before its end is noticed, too.
   */
  private boolean isUnread() {
    return !request.isEnded()
        && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || request.headers().contains(HttpHeaders.CONTENT_LENGTH));
  }

  /** Vert.x recognises {@code close} only if it is the header's only value (RFC 9112, 9.6). */
  private boolean asksToClose() {
    String options = request.getHeader(HttpHeaders.CONNECTION);
    return options != null
        && Arrays.stream(options.split(",")).anyMatch(one -> one.strip().equalsIgnoreCase("close"));
  }

  private static Future<?> writeBytes(HttpServerResponse out, Response.Bytes bytes, boolean head) {
    if (!bytes.contentType().isEmpty()) {
      out.putHeader("Content-Type", bytes.contentType());
    }
    return head
        ? out.putHeader("Content-Length", Integer.toString(bytes.body().length)).end()
        : out.end(Buffer.buffer(bytes.body()));
  }

  private Future<?> writeStream(HttpServerResponse out, Response.Stream stream, boolean head) {
    out.putHeader("Content-Type", stream.contentType());
    if (head) {
      return out.end();
    }
    out.setChunked(true);
    ResponseStream body = new ResponseStream(out);
    Thread.ofVirtual()
        .start(() -> {
          try {
            stream.body().writeTo(body);
            body.close();
          } catch (IOException | RuntimeException brokenOff) {
            LOG.log(System.Logger.Level.DEBUG, "a body broke off", brokenOff);
            request.connection().close();
          }
        });
    return Future.succeededFuture();
  }

  private static Future<?> writeFile(HttpServerResponse out, Response.FilePart part, boolean head) {
    out.putHeader("Content-Type", part.contentType());
    return head
        ? out.putHeader("Content-Length", Long.toString(part.length())).end()
        : out.sendFile(part.file().toString(), part.offset(), part.length());
  }
}
