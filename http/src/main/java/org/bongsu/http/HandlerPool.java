package org.bongsu.http;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs handlers, each on a virtual thread of its own, up to a number at once. */
final class HandlerPool {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free;

  HandlerPool(int atOnceMax) {
    this.free = new Semaphore(atOnceMax);
  }

  /**
   * Runs a handler.
   *
   * @throws RequestError 503 if too many run, or the server stops; the handler is not run
   */
  void run(Runnable handler) {
    if (!free.tryAcquire()) {
      throw RequestError.unavailable("Too many requests are being handled");
    }
    try {
      threads.execute(() -> {
        try {
          handler.run();
        } finally {
          free.release();
        }
      });
    } catch (RejectedExecutionException e) {
      free.release();
      throw RequestError.unavailable("Shutting down");
    }
  }

  /** Accepts no more. */
  void shutdown() {
    threads.shutdown();
  }

  /** Waits until those that run have ended, for a limited time. */
  void awaitEnd(Duration within) throws InterruptedException {
    threads.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
  }
}
