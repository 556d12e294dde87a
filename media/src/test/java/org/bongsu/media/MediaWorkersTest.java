package org.bongsu.media;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MediaWorkersTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static MediaWorkers workers(int threads, int waiting, Duration deadline) {
    return new MediaWorkers(new MediaWorkers.Limits(threads, waiting, deadline));
  }

  /** Holds threads until it is opened. */
  private final CountDownLatch gate = new CountDownLatch(1);

  private CompletableFuture<String> hold(MediaWorkers workers, String account) {
    return workers.submit(
        account,
        () -> {
          gate.await();
          return account;
        });
  }

  @Test
  void oneAccountHoldsNeitherAllThreadsNorTheQueue() throws Exception {
    try (MediaWorkers workers = workers(3, 40, LONG)) {
      List<CompletableFuture<String>> greedy = new ArrayList<>();
      MediaBusy busy =
          assertThrows(
              MediaBusy.class,
              () -> {
                for (int i = 0; i < 100; i++) {
                  greedy.add(hold(workers, "greedy"));
                }
              });
      assertTrue(busy.retryAfter().isPositive());
      assertEquals(2 + 10, greedy.size(), "two of three threads, a quarter of the queue");
      assertEquals("done", workers.submit("other", () -> "done").get(5, SECONDS));
      while (workers.counts().running() > 2) {
        Thread.onSpinWait(); // the thread is free a moment after the result is known
      }
      assertEquals(new MediaWorkers.Counts(2, 10, 1, 1, 0), workers.counts());
      gate.countDown();
      for (CompletableFuture<String> work : greedy) {
        assertEquals("greedy", work.get(5, SECONDS));
      }
    }
  }

  @Test
  void accountsTakeTurns() throws Exception {
    try (MediaWorkers workers = workers(1, 100, LONG)) {
      List<String> order = new ArrayList<>();
      CompletableFuture<String> first = hold(workers, "a");
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (String account : List.of("a", "a", "a", "b", "b", "c")) {
        all.add(workers.submit(account, () -> order.add(account)));
      }
      gate.countDown();
      first.get(5, SECONDS);
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(5, SECONDS);
      assertEquals(List.of("a", "b", "c", "a", "b", "a"), order);
    }
  }

  @Test
  void theQueueOfAllAccountsIsLimited() {
    try (MediaWorkers workers = workers(1, 8, LONG)) {
      hold(workers, "first");
      for (int i = 0; i < 8; i++) {
        hold(workers, "account " + i);
      }
      assertThrows(MediaBusy.class, () -> hold(workers, "one more"));
      gate.countDown();
    }
  }

  @Test
  void workIsInterruptedAtItsDeadlineAndTheThreadGoesOn() throws Exception {
    try (MediaWorkers workers = workers(1, 8, Duration.ofMillis(200))) {
      CountDownLatch interrupted = new CountDownLatch(1);
      CompletableFuture<String> late =
          workers.submit(
              "a",
              () -> {
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  interrupted.countDown();
                }
                return "late";
              });
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> late.get(5, SECONDS));
      assertInstanceOf(TimeoutException.class, failure.getCause());
      assertTrue(interrupted.await(5, SECONDS));
      assertFalse(workers.submit("a", Thread::interrupted).get(5, SECONDS), "the next is not");
      assertEquals(1, workers.counts().abandoned());
    }
  }

  @Test
  void workThatNobodyWaitsForIsInterruptedOrNeverBegins() throws Exception {
    try (MediaWorkers workers = workers(1, 8, LONG)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      CompletableFuture<Boolean> running =
          workers.submit(
              "a",
              () -> {
                begun.countDown();
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  interrupted.countDown();
                }
                return true;
              });
      CountDownLatch never = new CountDownLatch(1);
      CompletableFuture<Boolean> waiting =
          workers.submit(
              "b",
              () -> {
                never.countDown();
                return true;
              });
      assertTrue(begun.await(5, SECONDS));
      waiting.cancel(false);
      assertEquals(0, workers.counts().waiting());
      running.cancel(false);
      assertTrue(interrupted.await(5, SECONDS));
      assertEquals("after", workers.submit("a", () -> "after").get(5, SECONDS));
      assertEquals(1, never.getCount());
    }
  }

  @Test
  void aFailureIsTheResultAndTheThreadGoesOn() throws Exception {
    try (MediaWorkers workers = workers(1, 8, LONG)) {
      CompletableFuture<String> failing =
          workers.submit(
              "a",
              () -> {
                throw new LocationNotRemovable("why");
              });
      CompletionException failure = assertThrows(CompletionException.class, failing::join);
      assertInstanceOf(LocationNotRemovable.class, failure.getCause());
      assertEquals("after", workers.submit("a", () -> "after").get(5, SECONDS));
    }
  }

  @Test
  void closingEndsWhatRunsAndWaits() {
    MediaWorkers workers = workers(1, 8, LONG);
    CompletableFuture<String> running = hold(workers, "a");
    CompletableFuture<String> waiting = hold(workers, "b");
    workers.close();
    assertTrue(running.isDone() && waiting.isDone());
    assertThrows(MediaBusy.class, () -> hold(workers, "c"));
  }
}
