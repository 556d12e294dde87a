package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.BAD_PARAMETER;
import static org.bongsu.http.RequestError.Reason.UNKNOWN_METHOD;
import static org.bongsu.http.RequestError.Reason.UNKNOWN_PATH;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server. One event loop for each core reads requests and writes responses; each handler
 * runs on a virtual thread. {@link Exchange} processes one request.
 */
public final class Gateway implements AutoCloseable {
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int URL_BYTES_MAX = 16 * 1024;

  /** Requests whose handlers run at once; responses that wait for something are not counted. */
  private static final int HANDLED_AT_ONCE_MAX = 4096;

  /** A new connection must send a request's head within this time. */
  private static final Duration FIRST_REQUEST_WITHIN = Duration.ofSeconds(20);

  /** An idle connection is closed after this time; longer than any long-poll. */
  private static final Duration IDLE_MAX = Duration.ofSeconds(150);

  /** How long running handlers may take to end when the server stops. */
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  /** To Vert.x a negative port means any free one, the same for all servers with that number. */
  private static final int ANY_PORT_BUT_ONE = -1;

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final Routes routes;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free = new Semaphore(HANDLED_AT_ONCE_MAX);
  private final ClientAddress clientAddress;
  private final Admission admission;
  private volatile int port;

  private Gateway(
      Vertx vertx,
      HttpServerOptions options,
      Routes routes,
      ClientAddress clientAddress,
      Admission admission) {
    this.admission = admission;
    this.vertx = vertx;
    this.options = options;
    this.routes = routes;
    this.clientAddress = clientAddress;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free one
   * @param proxyTrusted whether to trust {@code X-Forwarded-For}
   * @param admission whether requests are answered, except those to operational routes
   * @throws PortTaken if the port is in use
   */
  public static Gateway listen(
      String host, int port, Routes routes, boolean proxyTrusted, Admission admission) {
    int loops = Runtime.getRuntime().availableProcessors();
    ClientAddress clients = new ClientAddress(proxyTrusted);
    return listen(host, port, loops, options(), routes, clients, admission);
  }

  /**
   * Starts to listen for other sites, whose requests are few and large and have no sessions.
   *
   * @param tls empty if connections are not encrypted
   * @throws PortTaken if the port is in use
   */
  public static Gateway listenForSites(
      String host, int port, Routes routes, Optional<MutualTls> tls) {
    HttpServerOptions options = options();
    tls.ifPresent(one -> one.protect(options));
    return listen(host, port, 1, options, routes, new ClientAddress(false), Admission.ALWAYS);
  }

  private static Gateway listen(
      String host,
      int port,
      int loops,
      HttpServerOptions options,
      Routes routes,
      ClientAddress clients,
      Admission admission) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4));
    Gateway gateway = new Gateway(vertx, options, routes, clients, admission);
    try {
      gateway.listen(host, port, loops);
    } catch (CompletionException e) {
      vertx.close();
      throw new PortTaken(host, port, e.getCause());
    }
    return gateway;
  }

  /** The address and port are in use. */
  public static final class PortTaken extends RuntimeException {
    PortTaken(String host, int port, @Nullable Throwable cause) {
      super("cannot listen on %s:%d: something else listens there".formatted(host, port), cause);
    }
  }

  private void listen(String host, int wanted, int loops) {
    int shared = wanted == 0 ? ANY_PORT_BUT_ONE : wanted;
    vertx
        .deployVerticle(() -> new Loop(host, shared), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** A server on one event loop; all its methods run on that loop. */
  private final class Loop extends VerticleBase {
    private final String host;
    private final int wanted;

    /** Connections that have not sent a request yet, with the timers that close them. */
    private final Map<HttpConnection, Long> silent = new HashMap<>();

    Loop(String host, int wanted) {
      this.host = host;
      this.wanted = wanted;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options)
          .connectionHandler(this::connected)
          .requestHandler(this::requested)
          .listen(wanted, host)
          .onSuccess(server -> port = server.actualPort());
    }

    private void connected(HttpConnection connection) {
      long timer = vertx.setTimer(FIRST_REQUEST_WITHIN.toMillis(), late -> connection.close());
      silent.put(connection, timer);
      connection.closeHandler(closed -> heardOf(connection));
    }

    private void requested(HttpServerRequest request) {
      heardOf(request.connection());
      accept(request);
    }

    private void heardOf(HttpConnection connection) {
      Long timer = silent.remove(connection);
      if (timer != null) {
        vertx.cancelTimer(timer);
      }
    }
  }

  /**
   * Without TLS only HTTP/1.1 is offered. A proxy that lets a client upgrade its connection to
   * HTTP/2 no longer sees the requests on it, so the client could evade the proxy's rules and forge
   * {@code X-Forwarded-For}.
   */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(HEADER_BYTES_MAX)
        .setMaxInitialLineLength(URL_BYTES_MAX)
        .setIdleTimeout((int) IDLE_MAX.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHandle100ContinueAutomatically(true)
        .setAcceptBacklog(4096);
  }

  public int port() {
    return port;
  }

  private void accept(HttpServerRequest request) {
    Protocol protocol = routes.protocolOf(request.path());
    ResponseWriter writer = new ResponseWriter(vertx, request, protocol.errors());
    try {
      String method = request.method().equals(HttpMethod.HEAD) ? "GET" : request.method().name();
      switch (routes.find(method, request.path())) {
        case Routes.Match.Found found when found.route().isOperational() ->
            receive(request, found, protocol, writer);
        case Routes.Match.Found found -> {
          writer.mayOnlyBeSentBy(admission);
          admission
              .refusal()
              .ifPresentOrElse(writer::fail, () -> receive(request, found, protocol, writer));
        }
        case Routes.Match match when request.method().equals(HttpMethod.OPTIONS) ->
            writer.send(new Response.Bytes(204, Map.of(), "", new byte[0])); // a CORS preflight
        case Routes.Match.OtherMethods(Set<String> methods) ->
            writer.fail(
                new RequestError(UNKNOWN_METHOD, "This path takes " + String.join(", ", methods)));
        case Routes.Match.Unknown() ->
            writer.fail(new RequestError(UNKNOWN_PATH, "There is nothing at this path"));
      }
    } catch (RequestError e) {
      writer.fail(e);
    } catch (IllegalArgumentException e) {
      writer.fail(new RequestError(BAD_PARAMETER, "The request cannot be read"));
    }
  }

  private void receive(
      HttpServerRequest request,
      Routes.Match.Found found,
      Protocol protocol,
      ResponseWriter writer) {
    if (!free.tryAcquire()) {
      writer.fail(RequestError.unavailable("Too many requests are being handled"));
      return;
    }
    try {
      String address = clientAddress.of(request);
      new Exchange(vertx, request, found, protocol.authenticator(), address, writer)
          .receive(handlers, free::release);
    } catch (RejectedExecutionException e) {
      free.release();
      writer.fail(RequestError.unavailable("Shutting down"));
    }
  }

  /** Stops listening, lets running handlers end, and drops responses that wait for something. */
  @Override
  public void close() {
    handlers.shutdown();
    try {
      handlers.awaitTermination(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
