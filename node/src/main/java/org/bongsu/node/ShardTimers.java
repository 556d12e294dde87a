package org.bongsu.node;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bongsu.command.Outcome;
import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Applied;
import org.bongsu.shard.Shards;
import org.bongsu.store.StoreUnavailable;
import org.bongsu.timer.Timers;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fires the timers of one shard. It keeps only the earliest due time in memory: read once from the
 * index, then updated by timers that are set, so that waiting timers cost nothing. The clock and
 * the leadership are checked at least every {@value #CHECK_MILLIS} ms.
 *
 * <p>{@link #turn} is one check. It has no thread of its own, and waits only for its firings to be
 * applied.
 */
final class ShardTimers {
  /** Firings in flight; the next ones are read when these have been applied. */
  static final int BATCH_MAX = 128;

  /** The longest time between two checks of the clock and the leadership. */
  static final long CHECK_MILLIS = 1_000;

  private static final long NEVER = Long.MAX_VALUE;
  private static final long AFTER_OUTAGE_MILLIS = 1_000;
  private static final long APPLIED_WITHIN_SECONDS = 30;
  private static final System.Logger LOG = System.getLogger(ShardTimers.class.getName());

  private final int shard;
  private final Shards shards;
  private final BooleanSupplier isLeader;
  private final Clock clock;
  private final AtomicLong fired = new AtomicLong();
  private volatile long lateMillis;

  /** No timer is due before this, if {@link #known}. */
  private long earliest = NEVER;

  /** Whether {@link #earliest} has been read since this node became the leader. */
  private boolean known;

  private boolean woken;
  private boolean closed;

  ShardTimers(int shard, Shards shards, BooleanSupplier isLeader, Clock clock) {
    this.shard = shard;
    this.shards = shards;
    this.isLeader = isLeader;
    this.clock = clock;
  }

  /** A timer has been set in this shard. */
  synchronized void set(long dueMillis) {
    if (dueMillis < earliest) {
      earliest = dueMillis;
      woken = true;
      notifyAll();
    }
  }

  /** How many timers this node has fired. */
  long fired() {
    return fired.get();
  }

  /** How late the newest batch was: 0 if nothing is due, or if another node is the leader. */
  long lateMillis() {
    return lateMillis;
  }

  void runUntilClosed() {
    try {
      while (pause(turnOrOutage())) {}
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private long turnOrOutage() throws InterruptedException {
    try {
      return turn();
    } catch (StoreUnavailable | LogUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "timers of shard " + shard + " wait", e);
    } catch (RuntimeException defect) { // the shard's timers must go on
      LOG.log(System.Logger.Level.ERROR, "timers of shard " + shard, defect);
    }
    Thread.sleep(AFTER_OUTAGE_MILLIS);
    return 0;
  }

  /** Waits for some time, or until an earlier timer is set; false if it was closed. */
  private synchronized boolean pause(long millis) throws InterruptedException {
    if (millis > 0 && !woken && !closed) {
      wait(millis);
    }
    woken = false;
    return !closed;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Fires due timers, at most {@value #BATCH_MAX}, and waits until they have been applied.
   *
   * @return milliseconds until the next turn, unless an earlier timer is set
   * @throws LogUnavailable if some may not have been fired; they remain set
   */
  long turn() throws InterruptedException {
    if (!isLeader.getAsBoolean()) {
      lateMillis = 0;
      forget();
      return CHECK_MILLIS;
    }
    long now = clock.millis();
    if (isDue(now)) {
      List<FireTimer> due = readDue(now);
      lateMillis = due.isEmpty() ? 0 : now - due.getFirst().dueMillis();
      if (!due.isEmpty()) {
        return fire(due) == 0 ? CHECK_MILLIS : 0; // the clock may have gone back meanwhile
      }
    }
    return untilEarliest(now);
  }

  private synchronized void forget() {
    known = false;
  }

  private synchronized boolean isDue(long now) {
    return !known || earliest <= now;
  }

  private synchronized long untilEarliest(long now) {
    return earliest <= now ? 0 : Math.min(earliest - now, CHECK_MILLIS);
  }

  /** Reads due timers; if there are none, notes when the first will be due. */
  private List<FireTimer> readDue(long now) {
    synchronized (this) {
      known = true;
      earliest = NEVER; // a timer set after the read calls set()
    }
    try {
      return shards
          .readers()
          .read(
              shard,
              db -> {
                Timers timers = new Timers(db);
                List<FireTimer> due = timers.due(now, BATCH_MAX);
                if (due.isEmpty()) {
                  timers.earliest().ifPresent(this::note);
                } else {
                  forget();
                }
                return due;
              });
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
  }

  private synchronized void note(long dueMillis) {
    earliest = Math.min(earliest, dueMillis);
  }

  /** Returns how many of them are gone. */
  private long fire(List<FireTimer> due) throws InterruptedException {
    List<CompletableFuture<Applied>> firings = new ArrayList<>(due.size());
    for (FireTimer timer : due) {
      firings.add(shards.submit(shard, timer));
    }
    try {
      CompletableFuture.allOf(firings.toArray(CompletableFuture[]::new))
          .get(APPLIED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailable("not all timers were fired: " + e);
    }
    long gone = firings.stream().map(CompletableFuture::join).filter(ShardTimers::isGone).count();
    fired.addAndGet(gone);
    return gone;
  }

  /** One that met a defect is gone, too. */
  private static boolean isGone(Applied applied) {
    return !(applied.outcome() instanceof Outcome.Accepted(ObjectNode result))
        || result.path("fired").asBoolean(false);
  }
}
