package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.BAD_PARAMETER;
import static org.bongsu.http.RequestError.Reason.UNKNOWN_METHOD;
import static org.bongsu.http.RequestError.Reason.UNKNOWN_PATH;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
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

  /** The same for operational routes, which are answered even while all other handlers are busy. */
  private static final int OPERATIONAL_AT_ONCE_MAX = 64;

  /** Of the heap, for bodies that arrive or are handled. */
  private static final int HEAP_SHARE_OF_BODIES = 8;

  /** Of the heap, for answers that one client has not read, and for those of all clients. */
  private static final int HEAP_SHARE_OF_CLIENTS_ANSWERS = 16;

  private static final int HEAP_SHARE_OF_ANSWERS = 4;

  private static final long CLOSE_SILENT_MILLIS = 500;

  /** How long running handlers may take to end when the server stops. */
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  /** To Vert.x a negative port means any free one, the same for all servers with that number. */
  private static final int ANY_PORT_BUT_ONE = -1;

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final Routes routes;
  private final HandlerPool handlers = new HandlerPool(HANDLED_AT_ONCE_MAX);
  private final HandlerPool operational = new HandlerPool(OPERATIONAL_AT_ONCE_MAX);
  private final Connections connections;
  private final BodyLimits bodies;
  private final UnreadAnswers unread;
  private final ClientAddress clientAddress;
  private final Admission admission;
  private volatile int port;

  private Gateway(
      Vertx vertx,
      HttpServerOptions options,
      Routes routes,
      ClientLimits limits,
      Admission admission) {
    this.admission = admission;
    this.vertx = vertx;
    this.options = options;
    this.routes = routes;
    this.clientAddress = new ClientAddress(limits.proxies());
    this.connections = new Connections(limits, connectionsMax());
    long heap = Runtime.getRuntime().maxMemory();
    this.bodies =
        new BodyLimits(
            new OpenCounts(limits.unfinished()),
            new ByteBudget(heap / HEAP_SHARE_OF_BODIES),
            limits.requestWithin());
    this.unread =
        new UnreadAnswers(heap / HEAP_SHARE_OF_CLIENTS_ANSWERS, heap / HEAP_SHARE_OF_ANSWERS);
  }

  /** Three quarters of the files that the process may open; logs and shards need the rest. */
  private static int connectionsMax() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Integer.MAX_VALUE;
    return (int) Math.min(files / 4 * 3, Integer.MAX_VALUE);
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free one
   * @param admission whether requests are answered, except those to operational routes
   * @throws PortTaken if the port is in use
   */
  public static Gateway listen(
      String host, int port, Routes routes, ClientLimits limits, Admission admission) {
    int loops = Runtime.getRuntime().availableProcessors();
    return listen(host, port, loops, options(), routes, limits, admission);
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
    return listen(host, port, 1, options, routes, ClientLimits.NONE, Admission.ALWAYS);
  }

  private static Gateway listen(
      String host,
      int port,
      int loops,
      HttpServerOptions options,
      Routes routes,
      ClientLimits limits,
      Admission admission) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4));
    Gateway gateway = new Gateway(vertx, options, routes, limits, admission);
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
    vertx.setPeriodic(CLOSE_SILENT_MILLIS, time -> connections.closeSilent());
  }

  /** A server on one event loop; all its methods run on that loop. */
  private final class Loop extends VerticleBase {
    private final String host;
    private final int wanted;

    Loop(String host, int wanted) {
      this.host = host;
      this.wanted = wanted;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options)
          .connectionHandler(connections::opened)
          .requestHandler(Gateway.this::accept)
          .listen(wanted, host)
          .onSuccess(server -> port = server.actualPort());
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
        .setIdleTimeout((int) Connections.IDLE_MAX.toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHandle100ContinueAutomatically(true)
        .setAcceptBacklog(4096);
  }

  public int port() {
    return port;
  }

  private void accept(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    connections.requested(connection);
    request.response().bodyEndHandler(answered -> connections.answered(connection));
    Protocol protocol = routes.protocolOf(request.path());
    String client = clientAddress.of(request);
    ResponseWriter writer = new ResponseWriter(vertx, request, client, protocol.errors(), unread);
    try {
      String method = request.method().equals(HttpMethod.HEAD) ? "GET" : request.method().name();
      switch (routes.find(method, request.path())) {
        case Routes.Match.Found found when found.route().isOperational() ->
            receive(request, client, found, protocol, writer);
        case Routes.Match.Found found -> {
          writer.mayOnlyBeSentBy(admission);
          admission
              .refusal()
              .ifPresentOrElse(
                  writer::fail, () -> receive(request, client, found, protocol, writer));
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
      String client,
      Routes.Match.Found found,
      Protocol protocol,
      ResponseWriter writer) {
    HandlerPool pool = found.route().isOperational() ? operational : handlers;
    new Exchange(vertx, request, found, protocol.authenticator(), clientAddress, client, writer)
        .receive(pool, bodies);
  }

  /** Stops listening, lets running handlers end, and drops responses that wait for something. */
  @Override
  public void close() {
    handlers.shutdown();
    operational.shutdown();
    try {
      handlers.awaitEnd(END_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
