package org.bongsu.media;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which all work on media that takes much time is done: removing locations, decoding
 * pictures. On virtual threads it would hold the few carriers that all requests share.
 *
 * <p>Mechanism: each account has a queue of its own, and the accounts take turns. One account has
 * at most a quarter of the places in the queues and, if there are two threads or more, never all of
 * them. Work that has not ended by its deadline, or that nobody waits for any more, is taken from
 * its queue or interrupted.
 *
 * <p>Guarantee: whatever one account sends, another one's work begins after at most one piece of
 * work of each account in front of it.
 */
public final class MediaWorkers implements AutoCloseable {
  /** An account may use a quarter of the queues. */
  private static final int SHARES = 4;

  /** Work is interrupted at its deadline; a decoder that does not notice ends by its own limits. */
  private static final Duration END_WITHIN = Duration.ofSeconds(25);

  /**
   * Bounds.
   *
   * @param threads work that is done at the same time
   * @param waitingMax work of all accounts that waits for a thread
   * @param deadline from submission to the result
   */
  public record Limits(int threads, int waitingMax, Duration deadline) {
    public Limits {
      if (threads < 1 || waitingMax < 1 || !deadline.isPositive()) {
        throw new IllegalArgumentException("this is not positive");
      }
    }

    /** Work of one account that is done at the same time. */
    int threadsOfOne() {
      return Math.max(1, threads - 1);
    }

    /** Work of one account that waits. */
    int waitingOfOne() {
      return Math.max(1, waitingMax / SHARES);
    }
  }

  /**
   * What was done since the start.
   *
   * @param running now
   * @param waiting now
   * @param done completed in time, with or without a result
   * @param refused because the queue, or the account's share of it, was full
   * @param abandoned because its deadline passed or its client went
   */
  public record Counts(int running, int waiting, long done, long refused, long abandoned) {}

  /** The work of one account. */
  private static final class Share {
    final Deque<Work<?>> waiting = new ArrayDeque<>();
    int running;
  }

  private final Limits limits;
  private final ThreadPoolExecutor threads;

  /** The account that has waited longest is first. */
  private final Map<String, Share> shares = new LinkedHashMap<>();

  private int running;
  private int waiting;
  private long done;
  private long refused;
  private long abandoned;
  private boolean closed;

  public MediaWorkers(Limits limits) {
    this.limits = limits;
    this.threads =
        new ThreadPoolExecutor(
            limits.threads,
            limits.threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("media-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Submits work. Completing the future, in particular by cancelling it, ends the work: it is
   * interrupted if it runs. At the deadline the future completes with a {@link TimeoutException}.
   *
   * @param account whose share is used
   * @throws MediaBusy if the queue or the account's share of it is full
   */
  public <T> CompletableFuture<T> submit(String account, Callable<T> task) {
    Work<T> work = new Work<>(account, task);
    enqueue(work);
    work.result.orTimeout(limits.deadline.toMillis(), TimeUnit.MILLISECONDS);
    work.result.whenComplete((value, failure) -> abandon(work));
    return work.result;
  }

  private synchronized void enqueue(Work<?> work) {
    Share share = shares.computeIfAbsent(work.account, first -> new Share());
    if (closed || waiting >= limits.waitingMax || share.waiting.size() >= limits.waitingOfOne()) {
      forgetIfIdle(work.account, share);
      refused++;
      throw new MediaBusy("too much work on media waits");
    }
    share.waiting.add(work);
    waiting++;
    startWaiting();
  }

  /** Starts as much work as there are threads for. */
  private synchronized void startWaiting() {
    while (running < limits.threads && waiting > 0) {
      Work<?> next = next();
      if (next == null) {
        return;
      }
      threads.execute(() -> run(next));
    }
  }

  /** The oldest work of the account whose turn it is; null if all accounts use their threads. */
  private @Nullable Work<?> next() {
    for (Map.Entry<String, Share> entry : shares.entrySet()) {
      Share share = entry.getValue();
      if (!share.waiting.isEmpty() && share.running < limits.threadsOfOne()) {
        // Its next turn comes after all others.
        shares.remove(entry.getKey());
        shares.put(entry.getKey(), share);
        share.running++;
        running++;
        waiting--;
        return share.waiting.remove();
      }
    }
    return null;
  }

  private void run(Work<?> work) {
    try {
      work.run();
    } finally {
      ended(work);
      startWaiting();
    }
  }

  private synchronized void ended(Work<?> work) {
    Share share = shareOf(work);
    share.running--;
    running--;
    forgetIfIdle(work.account, share);
  }

  /** The result is known: from the work itself, or because nobody waits for it any more. */
  private void abandon(Work<?> work) {
    boolean early;
    synchronized (this) {
      Share share = shares.get(work.account);
      if (share != null && share.waiting.remove(work)) {
        waiting--;
        forgetIfIdle(work.account, share);
      }
      early = !work.hasEnded();
      abandoned += early ? 1 : 0;
      done += early ? 0 : 1;
    }
    if (early) {
      work.interrupt();
    }
  }

  private Share shareOf(Work<?> work) {
    Share share = shares.get(work.account);
    if (share == null) {
      throw new IllegalStateException("a share is kept while its work runs");
    }
    return share;
  }

  private void forgetIfIdle(String account, Share share) {
    if (share.running == 0 && share.waiting.isEmpty()) {
      shares.remove(account);
    }
  }

  public synchronized Counts counts() {
    return new Counts(running, waiting, done, refused, abandoned);
  }

  /** Accepts no more work and ends what waits and runs. */
  @Override
  public void close() {
    List<Work<?>> dropped = new ArrayList<>();
    synchronized (this) {
      closed = true;
      shares.values().forEach(share -> dropped.addAll(share.waiting));
    }
    dropped.forEach(work -> work.result.cancel(false));
    threads.shutdownNow();
    try {
      threads.awaitTermination(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One piece of work. */
  private static final class Work<T> {
    final String account;
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final Callable<T> task;
    private @Nullable Thread thread;
    private boolean ended;

    Work(String account, Callable<T> task) {
      this.account = account;
      this.task = task;
    }

    void run() {
      if (!begin()) {
        return;
      }
      try {
        T value = task.call();
        end();
        result.complete(value);
      } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
        end();
        result.completeExceptionally(failure);
      }
    }

    private synchronized boolean begin() {
      if (result.isDone()) {
        return false;
      }
      thread = Thread.currentThread();
      return true;
    }

    /** From here on the thread is not interrupted for this work. */
    private synchronized void end() {
      thread = null;
      ended = true;
      Thread.interrupted();
    }

    synchronized boolean hasEnded() {
      return ended;
    }

    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
