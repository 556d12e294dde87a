package org.bongsu.matrix.push;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/** A push gateway on this machine that records requests. */
final class TestGateway implements AutoCloseable {
  /** How long a test waits for an expected push. */
  private static final int WAIT_SECONDS_MAX = 60;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedBlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final List<Long> nanos = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int failures;
  private volatile boolean held;
  private volatile String answer = "{\"rejected\":[]}";

  TestGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/_matrix/push/v1/notify", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/_matrix/push/v1/notify";
  }

  /** The next requests are answered with 502. */
  void failTimes(int times) {
    failures = times;
  }

  /** No request is answered until {@link #close}. */
  void hold() {
    held = true;
  }

  void reject(String pushKey) {
    answer = "{\"rejected\":[\"" + pushKey + "\"]}";
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode body = Json.parse(exchange.getRequestBody().readAllBytes());
    nanos.add(System.nanoTime());
    received.add(body.path("notification"));
    int status = 200;
    synchronized (this) {
      if (failures > 0) {
        failures--;
        status = 502;
      }
    }
    try {
      if (held) {
        released.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The next push that arrives, or has arrived. */
  JsonNode next() throws InterruptedException {
    JsonNode push = received.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    return push == null ? fail("no push came in " + WAIT_SECONDS_MAX + " s") : push;
  }

  /** Number of pushes received that {@link #next} has not returned. */
  int left() {
    return received.size();
  }

  /** The time of each request, by {@link System#nanoTime}. */
  List<Long> nanos() {
    return nanos;
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.close();
  }
}
