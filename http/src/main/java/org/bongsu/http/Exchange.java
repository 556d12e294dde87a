package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.NO_CREDENTIALS;
import static org.bongsu.http.RequestError.Reason.TOO_LARGE;
import static org.bongsu.http.RequestError.Reason.TOO_SLOW;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One request: reads its body, runs its handler, sends its response. */
final class Exchange {
  /** A request must have arrived completely within this time, unless its route streams. */
  private static final long BODY_WITHIN_MILLIS = 20_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Route route;
  private final Map<String, String> pathParams;
  private final Authenticator authenticator;
  private final String remoteAddress;
  private final ResponseWriter writer;

  Exchange(
      Vertx vertx,
      HttpServerRequest request,
      Routes.Match.Found found,
      Authenticator authenticator,
      String remoteAddress,
      ResponseWriter writer) {
    this.vertx = vertx;
    this.request = request;
    this.route = found.route();
    this.pathParams = found.pathParams();
    this.authenticator = authenticator;
    this.remoteAddress = remoteAddress;
    this.writer = writer;
  }

  /**
   * Reads the body, unless the route streams, and runs the handler.
   *
   * @param handled run once, when no handler runs for the request or it has returned
   * @throws RejectedExecutionException if the executor accepts no more; {@code handled} is not run
   */
  void receive(Executor executor, Runnable handled) {
    long declared = declaredLength();
    if (declared > route.bodyBytesMax()) {
      handled.run();
      writer.fail(tooLarge());
    } else if (route.streams()) {
      request.pause();
      InputStream stream =
          new BodyStream(request, vertx.getOrCreateContext(), route.bodyBytesMax());
      executor.execute(() -> handle(new byte[0], stream, handled));
    } else if (declared == 0 || hasNoBody()) {
      executor.execute(() -> handle(new byte[0], null, handled));
    } else {
      new Collector(executor, handled).collect();
    }
  }

  /** Collects a body within its limits; runs on the request's event loop. */
  private final class Collector {
    private final Executor executor;
    private final Runnable handled;
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private boolean over;

    Collector(Executor executor, Runnable handled) {
      this.executor = executor;
      this.handled = handled;
      this.timer =
          vertx.setTimer(
              BODY_WITHIN_MILLIS,
              late -> refuse(new RequestError(TOO_SLOW, "The body took too long")));
    }

    void collect() {
      request.handler(this::add);
      request.exceptionHandler(broken -> end(handled));
      request.endHandler(whole -> end(this::pass));
    }

    private void add(Buffer chunk) {
      if (body.length() + chunk.length() > route.bodyBytesMax()) {
        refuse(tooLarge());
      } else if (!over) {
        body.appendBuffer(chunk);
      }
    }

    private void refuse(RequestError error) {
      end(() -> {
        handled.run();
        writer.fail(error);
      });
    }

    private void pass() {
      try {
        executor.execute(() -> handle(body.getBytes(), null, handled));
      } catch (RejectedExecutionException e) {
        handled.run();
        writer.fail(RequestError.unavailable("Shutting down"));
      }
    }

    private void end(Runnable then) {
      if (!over) {
        over = true;
        vertx.cancelTimer(timer);
        then.run();
      }
    }
  }

  private boolean hasNoBody() {
    return request.getHeader("Content-Length") == null
        && request.getHeader("Transfer-Encoding") == null;
  }

  private long declaredLength() {
    String header = request.getHeader("Content-Length");
    try {
      return header == null ? -1 : Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private RequestError tooLarge() {
    return new RequestError(
        TOO_LARGE, "At most " + route.bodyBytesMax() + " bytes can be sent here");
  }

  private void handle(byte[] body, @Nullable InputStream stream, Runnable handled) {
    try {
      CompletableFuture<Response> response =
          route.handler().handle(routed(body, stream)).toCompletableFuture();
      writer.sendWhenDone(response);
    } catch (RuntimeException e) {
      writer.fail(e);
    } finally {
      handled.run();
    }
  }

  private Request routed(byte[] body, @Nullable InputStream stream) {
    RequestHead head =
        new RequestHead(
            request.method().name(),
            request.path(),
            query(request.query()),
            request::getHeader,
            remoteAddress);
    return new Request(head, pathParams, body, stream, session(head));
  }

  /** The session of the request; null if it has none and the route allows that. */
  private @Nullable Session session(RequestHead head) {
    if (route.access() == Route.Access.PUBLIC) {
      return null;
    }
    Session session = authenticator.authenticate(head);
    if (session == null && route.access() == Route.Access.TOKEN) {
      throw new RequestError(NO_CREDENTIALS, "This needs an access token");
    }
    return session;
  }

  private static Map<String, List<String>> query(@Nullable String query) {
    Map<String, List<String>> values = new HashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = Request.decode(equals < 0 ? pair : pair.substring(0, equals));
        String value =
            equals < 0 ? "" : Request.decode(pair.substring(equals + 1).replace('+', ' '));
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
      }
    }
    return values;
  }
}
