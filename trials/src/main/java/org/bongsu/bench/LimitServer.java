package org.bongsu.bench;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;

/**
 * What this machine can do at most: the same HTTP server, the same JSON parsing and an answer of
 * the same size as of a Matrix send, but behind it only one fixed row for each request, committed
 * in groups to SQLite with a real fsync. No events, no rooms, no checks, no sync.
 *
 * <p>A process of its own, so that it shares the processor with the generator just as the server
 * under test does. Prints {@code port N} when it listens and ends when its standard input does.
 */
final class LimitServer extends VerticleBase {
  /** Requests in one transaction. */
  static final int BATCH_MAX = 512;

  /** Requests that wait for a transaction; more are refused. */
  private static final int WAITING_MAX = 16_384;

  private static final int START_SECONDS_MAX = 30;

  /** Any free port, the same for all instances: Vert.x takes a negative number for that. */
  private static final int PORT_SHARED = -1;

  /** As long as a Matrix answer to a send. */
  private static final Buffer ANSWER =
      Buffer.buffer("{\"event_id\":\"$" + "limit".repeat(8) + "abc\"}");

  private final BlockingQueue<Waiting> queue;
  private final Listening listening;

  /** A request that is answered when its row is durable. */
  private record Waiting(Context context, HttpServerResponse response) {}

  /** The port that all instances share; 0 until the first one listens. */
  private static final class Listening {
    private volatile int port;
  }

  private LimitServer(BlockingQueue<Waiting> queue, Listening listening) {
    this.queue = queue;
    this.listening = listening;
  }

  /**
   * Serves.
   *
   * @param arguments the directory for the database
   */
  public static void main(String[] arguments) throws IOException {
    BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_MAX);
    GroupCommits rows = GroupCommits.open(Path.of(arguments[0]));
    Thread.ofPlatform().daemon().name("limit-writer").start(() -> write(queue, rows));
    int instances = Runtime.getRuntime().availableProcessors();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(instances));
    Listening listening = new Listening();
    try {
      vertx
          .deployVerticle(
              () -> new LimitServer(queue, listening),
              new DeploymentOptions().setInstances(instances))
          .await(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      System.err.println("the limit cannot listen: " + e.getMessage());
      System.exit(1);
    }
    System.out.println("port " + listening.port);
    while (System.in.read() >= 0) {
      // nothing is expected but the end of it
    }
    System.exit(0);
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(this::request)
        .listen(PORT_SHARED, "127.0.0.1")
        .onSuccess(server -> listening.port = server.actualPort());
  }

  private void request(HttpServerRequest request) {
    request.body().onSuccess(body -> take(body, request.response()));
  }

  private void take(Buffer body, HttpServerResponse response) {
    try {
      if (!Json.parse(body.getBytes()).path("body").isString()) {
        response.setStatusCode(400).end();
        return;
      }
    } catch (MalformedJson e) {
      response.setStatusCode(400).end();
      return;
    }
    if (!queue.offer(new Waiting(context, response))) {
      response.setStatusCode(503).end();
    }
  }

  private static void write(BlockingQueue<Waiting> queue, GroupCommits rows) {
    List<Waiting> batch = new ArrayList<>(BATCH_MAX);
    byte[] row = new byte[400];
    Arrays.fill(row, (byte) 'x');
    try {
      while (true) {
        Waiting first = queue.poll(1, TimeUnit.HOURS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH_MAX - 1);
          rows.commit(batch.size(), row);
          answer(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.err.println("the limit cannot write: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Wakes each event loop once for a batch. */
  private static void answer(List<Waiting> batch) {
    Map<Context, List<HttpServerResponse>> byLoop = new IdentityHashMap<>();
    for (Waiting waiting : batch) {
      byLoop.computeIfAbsent(waiting.context(), _ -> new ArrayList<>()).add(waiting.response());
    }
    byLoop.forEach(
        (context, responses) -> context.runOnContext(_ -> responses.forEach(LimitServer::end)));
  }

  private static void end(HttpServerResponse response) {
    response.putHeader("content-type", "application/json").end(ANSWER);
  }
}
