package org.bongsu.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server. The event loops read requests and write answers; each handler runs on a virtual
 * thread. Every answer, errors included, carries the CORS headers that web clients need.
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int URL_BYTES_MAX = 16 * 1024;

  /** Requests being handled; those which wait for something to happen are not counted. */
  private static final int HANDLED_AT_ONCE_MAX = 4096;

  /** A request must have come in whole within this time, unless its route streams. */
  private static final long BODY_WITHIN_MILLIS = 20_000;

  /** A connection on which nothing moves for so long is closed; longer than any long-poll. */
  private static final int IDLE_SECONDS_MAX = 150;

  private static final Map<String, String> ON_EVERY_ANSWER =
      Map.of(
          "Access-Control-Allow-Origin", "*",
          "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS",
          "Access-Control-Allow-Headers",
              "X-Requested-With, Content-Type, Authorization, Date, Range",
          "Access-Control-Expose-Headers", "Content-Range, Content-Disposition, Retry-After",
          "X-Content-Type-Options", "nosniff");

  private final Vertx vertx;
  private final HttpServer server;
  private final Routes routes;
  private final Authenticator authenticator;
  private final boolean proxyTrusted;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free = new Semaphore(HANDLED_AT_ONCE_MAX);

  private Gateway(Vertx vertx, Routes routes, Authenticator authenticator, boolean proxyTrusted) {
    this.vertx = vertx;
    this.routes = routes;
    this.authenticator = authenticator;
    this.proxyTrusted = proxyTrusted;
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(URL_BYTES_MAX)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096)
                .setCompressionSupported(false));
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free one
   * @param proxyTrusted whether to believe {@code X-Forwarded-For}
   * @throws PortTaken where somebody else listens there
   */
  public static Gateway listen(
      String host, int port, Routes routes, Authenticator authenticator, boolean proxyTrusted) {
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4));
    Gateway gateway = new Gateway(vertx, routes, authenticator, proxyTrusted);
    gateway.server.requestHandler(gateway::accept);
    try {
      gateway.server.listen(port, host).toCompletionStage().toCompletableFuture().join();
    } catch (java.util.concurrent.CompletionException e) {
      vertx.close();
      throw new PortTaken(host, port, e.getCause());
    }
    return gateway;
  }

  /** Nothing can listen at this address and port. */
  public static final class PortTaken extends RuntimeException {
    PortTaken(String host, int port, @Nullable Throwable cause) {
      super("cannot listen on %s:%d: something else listens there".formatted(host, port), cause);
    }
  }

  public int port() {
    return server.actualPort();
  }

  private void accept(HttpServerRequest request) {
    try {
      if (request.method().equals(HttpMethod.OPTIONS)) {
        answer(request, new Response.Bytes(204, Map.of(), "", new byte[0]));
        return;
      }
      String method = request.method().equals(HttpMethod.HEAD) ? "GET" : request.method().name();
      switch (routes.find(method, request.path())) {
        case Routes.Match.Found found -> receive(request, found);
        case Routes.Match.OtherMethods other ->
            fail(
                request,
                new MatrixError(
                    405,
                    "M_UNRECOGNIZED",
                    "This path takes " + String.join(", ", other.methods())));
        case Routes.Match.Unknown() ->
            fail(request, new MatrixError(404, "M_UNRECOGNIZED", "There is nothing at this path"));
      }
    } catch (MatrixError e) {
      fail(request, e);
    } catch (RuntimeException e) {
      fail(request, MatrixError.invalidParam("The request cannot be read"));
    }
  }

  private void receive(HttpServerRequest request, Routes.Match.Found found) {
    if (!free.tryAcquire()) {
      fail(request, MatrixError.unavailable("Too many requests are being handled"));
      return;
    }
    long declared = declaredLength(request);
    if (declared > found.route().bodyBytesMax()) {
      free.release();
      fail(request, tooLarge(found.route()));
    } else if (found.route().streams()) {
      request.pause();
      Context context = vertx.getOrCreateContext();
      InputStream stream = new BodyStream(request, context, found.route().bodyBytesMax());
      handlers.execute(() -> handle(request, found, new byte[0], stream));
    } else if (declared == 0 || hasNoBody(request)) {
      handlers.execute(() -> handle(request, found, new byte[0], null));
    } else {
      collect(request, found);
    }
  }

  private void collect(HttpServerRequest request, Routes.Match.Found found) {
    Buffer body = Buffer.buffer();
    boolean[] done = new boolean[1];
    long timer =
        vertx.setTimer(
            BODY_WITHIN_MILLIS,
            late -> {
              if (!done[0]) {
                done[0] = true;
                free.release();
                fail(request, new MatrixError(408, "M_UNKNOWN", "The body took too long"));
              }
            });
    request.handler(chunk -> {
      if (!done[0] && body.length() + chunk.length() > found.route().bodyBytesMax()) {
        done[0] = true;
        vertx.cancelTimer(timer);
        free.release();
        fail(request, tooLarge(found.route()));
      } else if (!done[0]) {
        body.appendBuffer(chunk);
      }
    });
    request.exceptionHandler(broken -> {
      if (!done[0]) {
        done[0] = true;
        vertx.cancelTimer(timer);
        free.release();
      }
    });
    request.endHandler(end -> {
      if (!done[0]) {
        done[0] = true;
        vertx.cancelTimer(timer);
        byte[] bytes = body.getBytes();
        handlers.execute(() -> handle(request, found, bytes, null));
      }
    });
  }

  private static boolean hasNoBody(HttpServerRequest request) {
    return request.getHeader("Content-Length") == null
        && request.getHeader("Transfer-Encoding") == null;
  }

  private static long declaredLength(HttpServerRequest request) {
    String header = request.getHeader("Content-Length");
    try {
      return header == null ? -1 : Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static MatrixError tooLarge(Route route) {
    return MatrixError.tooLarge("At most " + route.bodyBytesMax() + " bytes can be sent here");
  }

  private void handle(
      HttpServerRequest request,
      Routes.Match.Found found,
      byte[] body,
      @Nullable InputStream stream) {
    try {
      Map<String, List<String>> query = queryOf(request.query());
      Session session = session(request, found.route().access(), query);
      Request routed =
          new Request(
              request.method().name(),
              request.path(),
              found.pathParams(),
              query,
              request::getHeader,
              body,
              stream,
              session,
              remoteAddress(request));
      CompletableFuture<Response> answered =
          found.route().handler().handle(routed).toCompletableFuture();
      answered.whenComplete((response, failure) -> {
        if (failure != null) {
          fail(request, failure);
        } else {
          answer(request, response);
        }
      });
      if (!answered.isDone()) {
        cancelWhenClosed(request.response(), answered);
      }
    } catch (RuntimeException e) {
      fail(request, e);
    } finally {
      free.release();
    }
  }

  /** Nobody waits any more for the answer of a client that has gone. */
  private static void cancelWhenClosed(
      HttpServerResponse response, CompletableFuture<Response> answered) {
    response.closeHandler(gone -> answered.cancel(false));
    if (response.closed()) {
      answered.cancel(false);
    }
  }

  private @Nullable Session session(
      HttpServerRequest request, Route.Access access, Map<String, List<String>> query) {
    if (access == Route.Access.PUBLIC) {
      return null;
    }
    String header = request.getHeader("Authorization");
    String token = null;
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      token = header.substring(7).strip();
    } else if (query.containsKey("access_token")) {
      token = query.get("access_token").getFirst();
    }
    if (token != null) {
      return authenticator.authenticate(token);
    }
    if (access == Route.Access.OPTIONAL) {
      return null;
    }
    throw new MatrixError(401, "M_MISSING_TOKEN", "This needs an access token");
  }

  private static Map<String, List<String>> queryOf(@Nullable String query) {
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

  private String remoteAddress(HttpServerRequest request) {
    String forwarded = proxyTrusted ? request.getHeader("X-Forwarded-For") : null;
    if (forwarded != null) {
      return forwarded.split(",", 2)[0].strip();
    }
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }

  private static void fail(HttpServerRequest request, Throwable failure) {
    if (failure instanceof CancellationException) {
      return;
    }
    Throwable cause =
        failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    MatrixError error =
        switch (cause) {
          case MatrixError matrix -> matrix;
          case LogUnavailable e -> MatrixError.unavailable("Cannot write now: " + e.getMessage());
          case RecordTooLarge e -> MatrixError.tooLarge("The request is too large to be stored");
          case StoreUnavailable e ->
              MatrixError.unavailable("Not available now: " + e.getMessage());
          default -> {
            LOG.log(System.Logger.Level.ERROR, request.method() + " " + request.path(), cause);
            yield new MatrixError(500, "M_UNKNOWN", "A defect in Bongsu met this request");
          }
        };
    Map<String, String> headers = new HashMap<>();
    if (error.status() == 503) {
      headers.put("Retry-After", "2");
    } else if (error.body().path("retry_after_ms").isNumber()) {
      long millis = error.body().path("retry_after_ms").longValue();
      headers.put("Retry-After", Long.toString((millis + 999) / 1000));
    }
    answer(
        request,
        new Response.Bytes(
            error.status(), headers, "application/json", org.bongsu.json.Json.bytes(error.body())));
  }

  private static void answer(HttpServerRequest request, Response response) {
    HttpServerResponse out = request.response();
    if (out.closed() || out.ended() || out.headWritten()) {
      return;
    }
    try {
      write(request, out, response);
    } catch (IllegalStateException gone) {
      LOG.log(System.Logger.Level.DEBUG, "the client went before it was answered", gone);
    }
  }

  private static void write(HttpServerRequest request, HttpServerResponse out, Response response) {
    out.setStatusCode(response.status());
    ON_EVERY_ANSWER.forEach(out::putHeader);
    response.headers().forEach(out::putHeader);
    switch (response) {
      case Response.Bytes bytes -> {
        if (!bytes.contentType().isEmpty()) {
          out.putHeader("Content-Type", bytes.contentType());
        }
        if (request.method().equals(HttpMethod.HEAD)) {
          out.putHeader("Content-Length", Integer.toString(bytes.body().length)).end();
        } else {
          out.end(Buffer.buffer(bytes.body()));
        }
      }
      case Response.FilePart part -> {
        out.putHeader("Content-Type", part.contentType());
        if (request.method().equals(HttpMethod.HEAD)) {
          out.putHeader("Content-Length", Long.toString(part.length())).end();
        } else {
          out.sendFile(part.file().toString(), part.offset(), part.length());
        }
      }
    }
    if (!request.isEnded()) {
      // What is still coming is not read, so the connection cannot be used again.
      out.endHandler(sent -> request.connection().close());
    }
  }

  /** Stops listening and ends what is being handled. */
  @Override
  public void close() {
    handlers.shutdown();
    server.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
