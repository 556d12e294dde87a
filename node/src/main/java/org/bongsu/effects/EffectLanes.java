package org.bongsu.effects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bongsu.command.Command;
import org.bongsu.effects.Effect.Result;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.RevocationUnconfirmed;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Performs the tasks of one effect. Each recipient has its own lane, in which tasks are performed
 * one after the other and retried after growing pauses. Guarantee: a recipient that is slow or
 * fails does not delay others.
 */
final class EffectLanes<T extends EffectTask> implements AutoCloseable {
  private static final int DESTINATIONS_REMEMBERED_MAX = 10_000;
  private static final Duration CLOSING_MAX = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger(EffectLanes.class.getName());

  /** A task in a lane; {@code settled} once it is counted and out of the ledger. */
  private static final class Waiting<T extends EffectTask> {
    final T task;
    final Ledger<T> ledger;
    boolean settled;

    Waiting(T task, Ledger<T> ledger) {
      this.task = task;
      this.ledger = ledger;
    }
  }

  private static final class Lane<T extends EffectTask> {
    final Deque<Waiting<T>> queue = new ArrayDeque<>();
    final Thread thread;
    boolean performing;

    Lane(Thread thread) {
      this.thread = thread;
    }
  }

  private final Effect<T> effect;
  private final EffectSurroundings surroundings;
  private final EffectCounts.Counter counter;
  private final RetryPolicy retry;
  private final LaneLimits limits;
  private final Map<String, Lane<T>> lanes = new HashMap<>();
  private final Semaphore running;
  private final Cache<String, Semaphore> perDestination =
      Caffeine.newBuilder().maximumSize(DESTINATIONS_REMEMBERED_MAX).build();
  private boolean closed;

  EffectLanes(Effect<T> effect, EffectSurroundings surroundings, EffectCounts.Counter counter) {
    this.effect = effect;
    this.surroundings = surroundings;
    this.counter = counter;
    this.retry = effect.retry();
    this.limits = effect.limits();
    this.running = new Semaphore(limits.atOnceMax());
  }

  /** Queues a task of a ledger, and removes it from the ledger when it is done or given up. */
  void add(T task, Ledger<T> ledger) {
    String key = limits.inOrder() ? task.recipient() : task.idempotencyKey();
    Waiting<T> tooMany = null;
    synchronized (lanes) {
      if (closed) {
        return;
      }
      Lane<T> lane = lanes.get(key);
      if (lane == null) {
        lane = new Lane<>(Thread.ofVirtual().name(effect.name()).unstarted(() -> performAll(key)));
        lanes.put(key, lane);
        lane.thread.start();
      }
      lane.queue.addLast(new Waiting<>(task, ledger));
      counter.queued.incrementAndGet();
      if (!limits.holdsBack() && lane.queue.size() > limits.waitingToOneMax()) {
        tooMany = lane.queue.removeFirst();
      }
    }
    if (tooMany != null) {
      giveUp(tooMany, "newer ones are waiting");
    }
  }

  /** Drops the waiting tasks of a term that has ended: another node performs them. */
  void drop(Ledger<T> ended) {
    synchronized (lanes) {
      for (Lane<T> lane : lanes.values()) {
        for (Waiting<T> waiting : lane.queue) {
          if (waiting.ledger == ended) {
            settle(waiting);
          }
        }
        lane.queue.removeIf(waiting -> waiting.settled);
      }
    }
  }

  private void performAll(String key) {
    try {
      int failures = 0;
      for (Waiting<T> next = next(key, null); next != null; ) {
        Result result = attempt(key, next);
        boolean again = false;
        switch (result) {
          case Result.Failed failed -> {
            failures++;
            again = retry.triesAgainAfter(failures) && !next.ledger.isClosed();
            if (again) {
              counter.retried.incrementAndGet();
            } else {
              giveUp(next, failed.why());
            }
            if (!next.ledger.isClosed()) {
              surroundings.sleeper().sleep(retry.pause(failures, jitter()));
            }
          }
          case Result.Done done -> {
            failures = 0;
            finish(next, done);
          }
          case Result.Refused refused -> giveUp(next, refused.why());
        }
        next = next(key, again ? null : next);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private double jitter() {
    return surroundings.jitter().getAsDouble();
  }

  /** The first task of a lane, after {@code over} is removed; null if the lane has ended. */
  private @Nullable Waiting<T> next(String key, @Nullable Waiting<T> over) {
    synchronized (lanes) {
      Lane<T> lane = lanes.get(key);
      if (lane == null || closed) {
        return null;
      }
      lane.performing = false;
      if (over != null) {
        lane.queue.remove(over);
      }
      if (lane.queue.isEmpty()) {
        lanes.remove(key);
      }
      return lane.queue.peekFirst();
    }
  }

  private Result attempt(String key, Waiting<T> next) throws InterruptedException {
    if (hasEnded(next)) {
      return new Result.Refused("another site leads");
    }
    try {
      Optional<? extends Effect.Attempt> attempt =
          surroundings.shards().readers().read(reader -> effect.prepare(reader, next.task));
      if (attempt.isEmpty()) {
        return obsolete(next);
      }
      return perform(key, next, attempt.get());
    } catch (StoreUnavailable | LogUnavailable e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a task of " + effect.name() + " met a defect", e);
      return new Result.Refused("a defect");
    }
  }

  /** Whether a task's term has ended; if so, ends it for all tasks of the shard. */
  private boolean hasEnded(Waiting<T> next) {
    if (!surroundings.leadership().isLeader(next.task.shard())) {
      next.ledger.close();
    }
    return next.ledger.isClosed();
  }

  private Result obsolete(Waiting<T> waiting) {
    if (settle(waiting)) {
      counter.obsolete.incrementAndGet();
      waiting.ledger.done(waiting.task);
    }
    return new Result.Refused("it is obsolete");
  }

  private Result perform(String key, Waiting<T> next, Effect.Attempt attempt)
      throws InterruptedException {
    // Acquired first, so that a wait for one destination does not block others.
    Semaphore one = perDestination(attempt.destination());
    one.acquire();
    try {
      running.acquire();
      try {
        begin(key);
        return effect.repetition() == Effect.Repetition.AT_MOST_ONCE
            ? performAtMostOnce(next, attempt)
            : attempt.perform();
      } finally {
        running.release();
      }
    } finally {
      one.release();
    }
  }

  private void begin(String key) throws InterruptedException {
    synchronized (lanes) {
      Lane<T> lane = lanes.get(key);
      if (lane == null || closed) {
        throw new InterruptedException("closing");
      }
      lane.performing = true;
    }
  }

  private Result performAtMostOnce(Waiting<T> next, Effect.Attempt attempt)
      throws InterruptedException {
    try {
      next.ledger.take(next.task);
    } catch (LogUnavailable | StoreUnavailable e) {
      next.ledger.putBack(next.task);
      throw e;
    }
    if (hasEnded(next)) {
      return new Result.Refused("another site became the leader when it was begun");
    }
    Result result = attempt.perform();
    if (result instanceof Result.Failed) {
      next.ledger.putBack(next.task);
    }
    return result;
  }

  private Semaphore perDestination(String destination) {
    return perDestination.get(destination, first -> new Semaphore(limits.atOnceToOneMax()));
  }

  private void finish(Waiting<T> waiting, Result.Done done) {
    if (settle(waiting)) {
      counter.done.incrementAndGet();
      waiting.ledger.done(waiting.task);
    }
    done.report().ifPresent(this::report);
  }

  private void report(Command command) {
    try {
      surroundings.commands().apply(command);
    } catch (LogUnavailable | RevocationUnconfirmed | StoreUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, effect.name() + " could not report: " + e.getMessage());
    }
  }

  private void giveUp(Waiting<T> waiting, String why) {
    if (settle(waiting) && !waiting.ledger.isClosed()) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: given up, because {1}", effect.name(), why);
      counter.givenUp.incrementAndGet();
      waiting.ledger.done(waiting.task);
    }
  }

  private boolean settle(Waiting<T> waiting) {
    synchronized (lanes) {
      if (waiting.settled) {
        return false;
      }
      waiting.settled = true;
      counter.queued.decrementAndGet();
      return true;
    }
  }

  /** Lets running attempts end, within two seconds; waiting tasks stay in the ledgers. */
  @Override
  public void close() {
    Deque<Thread> performing = new ArrayDeque<>();
    synchronized (lanes) {
      closed = true;
      for (Lane<T> lane : lanes.values()) {
        if (lane.performing) {
          performing.add(lane.thread);
        } else {
          lane.thread.interrupt();
        }
      }
    }
    long deadline = Clock.systemUTC().millis() + CLOSING_MAX.toMillis();
    for (Thread thread : performing) {
      try {
        thread.join(Duration.ofMillis(Math.max(1, deadline - Clock.systemUTC().millis())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      thread.interrupt();
    }
  }
}
