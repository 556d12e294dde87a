package org.bongsu.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A gateway's connections from clients.
 *
 * <p>Mechanism: each connection has a time by which the head of its next request must be there,
 * whether or not bytes of it keep coming. Guarantee: a client that sends heads slowly, or not at
 * all, holds a connection for a bounded time, and no more connections than one client may.
 */
final class Connections {
  /** A connection without a request is closed after this time. */
  static final Duration IDLE_MAX = Duration.ofSeconds(150);

  private final ClientLimits limits;
  private final OpenCounts perClient;
  private final Semaphore free;

  /** When a connection is closed, in {@link System#nanoTime}; or it has a request. */
  private sealed interface State {
    record WaitsUntil(long nanos) implements State {}

    record HasRequest() implements State {}
  }

  private static final State HAS_REQUEST = new State.HasRequest();

  private final Map<HttpConnection, State> open = new ConcurrentHashMap<>();

  /**
   * No connections yet.
   *
   * @param max of all clients together; proxies and clients on this machine are not counted, so
   *     that a supervisor's checks are answered while others use all
   */
  Connections(ClientLimits limits, int max) {
    this.limits = limits;
    this.perClient = new OpenCounts(limits.connections());
    this.free = new Semaphore(max);
  }

  /** Accepts a connection, or closes it if there are too many. */
  void opened(HttpConnection connection) {
    String peer = ClientAddress.peer(connection.remoteAddress());
    if (limits.proxies().contains(peer)) {
      watch(connection, () -> {});
      return;
    }
    String client = Networks.countedAs(peer);
    boolean local = Networks.LOOPBACK.contains(peer);
    if (!perClient.enter(client)) {
      connection.close();
    } else if (local || free.tryAcquire()) {
      watch(
          connection,
          () -> {
            perClient.leave(client);
            free.release(local ? 0 : 1);
          });
    } else {
      perClient.leave(client);
      connection.close();
    }
  }

  private void watch(HttpConnection connection, Runnable leave) {
    open.put(connection, waitsFor(limits.requestWithin()));
    connection.closeHandler(closed -> {
      open.remove(connection);
      leave.run();
    });
  }

  private static State waitsFor(Duration time) {
    return new State.WaitsUntil(System.nanoTime() + time.toNanos());
  }

  /** A request's head has come; from here on the request has limits of its own. */
  void requested(HttpConnection connection) {
    open.replace(connection, HAS_REQUEST);
  }

  /** A request has been answered, and the next one may come. */
  void answered(HttpConnection connection) {
    open.replace(connection, waitsFor(IDLE_MAX));
  }

  /** Closes the connections whose time is over. */
  void closeSilent() {
    long now = System.nanoTime();
    List<HttpConnection> over =
        open.entrySet().stream()
            .filter(
                one -> one.getValue() instanceof State.WaitsUntil(long nanos) && nanos - now < 0)
            .map(Map.Entry::getKey)
            .toList();
    over.forEach(HttpConnection::close);
  }
}
