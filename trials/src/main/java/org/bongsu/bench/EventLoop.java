package org.bongsu.bench;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread that runs all connections of the generator. */
final class EventLoop implements AutoCloseable, HttpConnection.Expiry {
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final int EXPIRY_INTERVAL_MILLIS = 500;
  private static final int CALL_SECONDS_MAX = 120;

  private final Vertx vertx;
  private final Context context;
  private final NetClient plain;
  private final NetClient tls;
  private final Set<HttpConnection> watched = new LinkedHashSet<>();

  EventLoop() {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    context = vertx.getOrCreateContext();
    plain = vertx.createNetClient(options());
    tls = vertx.createNetClient(options().setSsl(true).setHostnameVerificationAlgorithm("HTTPS"));
    run(() -> vertx.setPeriodic(EXPIRY_INTERVAL_MILLIS, _ -> expire()));
  }

  /** To be called on the loop. */
  HttpConnection connection(HttpConnection.Endpoint endpoint) {
    return new HttpConnection(endpoint.tls() ? tls : plain, endpoint, this);
  }

  /** Runs something on the loop and waits for its result; never call it on the loop. */
  <T> T call(Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(_ -> {
      try {
        done.complete(work.call());
      } catch (Exception | Error e) {
        done.completeExceptionally(e);
      }
    });
    return await(done, CALL_SECONDS_MAX);
  }

  void run(Runnable work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  /** Waits for something that the loop completes. */
  static <T> T await(CompletableFuture<T> done, int secondsMax) {
    try {
      return done.get(secondsMax, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BenchFailed failed) {
        throw failed;
      }
      throw new IllegalStateException("the load generator broke", e.getCause());
    } catch (TimeoutException e) {
      throw new BenchFailed("no progress within " + secondsMax + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
  }

  /** Once, on the loop, after at least a millisecond. */
  void after(long millis, Runnable work) {
    vertx.setTimer(Math.max(1, millis), _ -> work.run());
  }

  /** Repeatedly, on the loop, until the returned handle is run there. */
  Runnable every(long millis, Runnable work) {
    long timer = vertx.setPeriodic(millis, _ -> work.run());
    return () -> vertx.cancelTimer(timer);
  }

  @Override
  public void watch(HttpConnection connection) {
    watched.add(connection);
  }

  @Override
  public void forget(HttpConnection connection) {
    watched.remove(connection);
  }

  @Override
  public void close() {
    try {
      vertx.close().await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new BenchFailed("the load generator's event loop did not stop", e);
    }
  }

  private void expire() {
    long now = System.nanoTime();
    for (HttpConnection connection : new ArrayList<>(watched)) {
      connection.expire(now);
    }
  }

  private static NetClientOptions options() {
    return new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
  }
}
