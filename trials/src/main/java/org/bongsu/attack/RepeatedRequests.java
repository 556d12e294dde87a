package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.bongsu.client.Http;

/**
 * Requests one after the other, each when the last one was answered and a pause is over. All that
 * are sent at the same time are numbered together.
 *
 * @param atOnce how many are sent at the same time
 * @param request the request of a number: 0, 1, 2 …
 */
record RepeatedRequests(Target target, int atOnce, Duration pause, IntFunction<Http.Ask> request)
    implements Attack.Assault {
  @Override
  public void run() throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger number = new AtomicInteger();
      Callable<Void> repeated = () -> repeat(number);
      threads.invokeAny(Collections.nCopies(atOnce, repeated)); // until all have failed
    } catch (ExecutionException e) {
      throw new IOException("no request is answered any more", e.getCause());
    }
  }

  private Void repeat(AtomicInteger number) throws IOException, InterruptedException {
    while (true) {
      target.ask(request.apply(number.getAndIncrement()));
      Thread.sleep(pause);
    }
  }
}
