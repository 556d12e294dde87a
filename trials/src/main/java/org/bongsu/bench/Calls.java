package org.bongsu.bench;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls that wait for their answer, for everything that is not the load itself: making accounts and
 * rooms, and measuring single requests. To be used from virtual threads, never from the event loop.
 */
final class Calls implements AutoCloseable {
  /** Connections, and so concurrent calls. */
  static final int WIDTH = 16;

  /** The longest a call waits for its answer. */
  private static final int ANSWER_MILLIS_MAX = 60_000;

  /** How often a call that the server limits is repeated before the bench gives up. */
  private static final int LIMITED_TRIES_MAX = 60;

  private final EventLoop loop;
  private final URI url;
  private final Requests requests;
  private final BlockingQueue<HttpConnection> idle = new ArrayBlockingQueue<>(WIDTH);
  private final Set<HttpConnection> all = ConcurrentHashMap.newKeySet();
  private final AtomicLong limited = new AtomicLong();

  /**
   * An answer.
   *
   * @param micros from writing the request to having the whole answer
   */
  record Reply(int status, byte[] body, long micros) {
    boolean success() {
      return status >= 200 && status < 300;
    }

    JsonNode json() {
      return body.length == 0 ? Json.object() : Json.parse(body);
    }

    Refusal refusal() {
      return Refusal.read(status, body, 0, body.length);
    }
  }

  /** No complete answer came. */
  static final class Unanswered extends RuntimeException {
    Unanswered(String why) {
      super(why);
    }
  }

  Calls(EventLoop loop, URI url) {
    this.loop = loop;
    this.url = url;
    HttpConnection.Endpoint endpoint = HttpConnection.Endpoint.of(url);
    requests = new Requests(endpoint);
    for (int i = 0; i < WIDTH; i++) {
      HttpConnection connection = loop.call(() -> loop.connection(endpoint));
      all.add(connection);
      idle.add(connection);
    }
  }

  Requests requests() {
    return requests;
  }

  /** How many answers were 429 and retried. */
  long limited() {
    return limited.get();
  }

  /**
   * One request and its answer, whatever its status.
   *
   * @throws Unanswered if none came
   */
  Reply exchange(byte[] request) {
    HttpConnection connection;
    try {
      connection = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
    try {
      CompletableFuture<Object> done = new CompletableFuture<>();
      loop.run(() -> connection.send(request, ANSWER_MILLIS_MAX, new Waiting(done)));
      return switch (EventLoop.await(done, 2 * ANSWER_MILLIS_MAX / 1_000)) {
        case Reply reply -> reply;
        case Object why -> throw new Unanswered(why.toString());
      };
    } finally {
      idle.add(connection);
    }
  }

  /** GET that must succeed. */
  JsonNode get(@Nullable String token, String target) {
    return must("GET", token, target, new byte[0]).json();
  }

  /** POST that must succeed. */
  JsonNode post(@Nullable String token, String target, JsonNode body) {
    return must("POST", token, target, Json.bytes(body)).json();
  }

  /** PUT that must succeed. */
  JsonNode put(@Nullable String token, String target, JsonNode body) {
    return must("PUT", token, target, Json.bytes(body)).json();
  }

  /**
   * A request that must succeed; if the server limits the rate, waits as long as it asks.
   *
   * @throws BenchFailed if it is refused otherwise, limited for too long, or not answered
   */
  Reply must(String method, @Nullable String token, String target, byte[] body) {
    byte[] request = requests.request(method, token, target, body);
    String what = method + " " + target.split("\\?", 2)[0];
    for (int tries = 0; ; tries++) {
      Reply reply = exchangeOrFail(request, what);
      if (reply.success()) {
        return reply;
      }
      Refusal refusal = reply.refusal();
      if (!refusal.limitsRate()) {
        throw new BenchFailed(url + " refused " + what + ": " + refusal.describe());
      }
      if (tries >= LIMITED_TRIES_MAX) {
        throw new BenchFailed(
            url + " limits the rate of " + what + "; raise its limits to measure");
      }
      limited.incrementAndGet();
      sleep(refusal.retryAfterMillis());
    }
  }

  private Reply exchangeOrFail(byte[] request, String what) {
    try {
      return exchange(request);
    } catch (Unanswered e) {
      throw new BenchFailed(url + " did not answer " + what + ": " + e.getMessage(), e);
    } catch (MalformedJson e) {
      throw new BenchFailed(url + " answered " + what + " with no JSON", e);
    }
  }

  /** Runs something for 0 to count - 1, {@link #WIDTH} at a time; the first failure ends it. */
  static void inParallel(int count, IntConsumer work) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(WIDTH, Thread.ofVirtual().factory())) {
      var futures =
          IntStream.range(0, count).<Future<?>>mapToObj(i -> threads.submit(() -> work.accept(i)));
      try {
        for (Future<?> future : futures.toList()) {
          future.get();
        }
      } catch (java.util.concurrent.ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof BenchFailed failed
            ? failed
            : new IllegalStateException("the load generator broke", e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new BenchFailed("interrupted", e);
      }
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
  }

  @Override
  public void close() {
    loop.run(() -> all.forEach(HttpConnection::close));
  }

  /** Hands the answer over to the thread that waits. */
  private record Waiting(CompletableFuture<Object> done, long sentNanos)
      implements HttpConnection.Answer {
    Waiting(CompletableFuture<Object> done) {
      this(done, System.nanoTime());
    }

    @Override
    public void answered(int status, byte[] bytes, int from, int to) {
      long micros = (System.nanoTime() - sentNanos) / 1_000;
      done.complete(new Reply(status, Arrays.copyOfRange(bytes, from, to), micros));
    }

    @Override
    public void failed(String why) {
      done.complete(why);
    }
  }
}
