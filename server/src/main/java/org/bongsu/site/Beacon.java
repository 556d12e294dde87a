package org.bongsu.site;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.bongsu.command.CommandLevels;
import org.bongsu.log.Log;
import org.bongsu.log.LogDamaged;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.Shards;
import org.jspecify.annotations.Nullable;

/**
 * Writes this site's status into the log of sites at every beat, and at once where somebody asks or
 * is to be told; reads what all sites write into the {@link Board}.
 */
final class Beacon implements AutoCloseable {
  /** Records of this run under way or not read back yet; beyond, the oldest are forgotten. */
  private static final int SENT_MAX = 256;

  private static final int READ_AT_ONCE = 200;
  private static final Duration READ_WAIT = Duration.ofMillis(200);
  private static final Duration ANNOUNCED_WITHIN = Duration.ofSeconds(10);

  /** Who is asked looks this often whether it has caught up with the asking site. */
  private static final long ASKED_LOOK_MILLIS = 5;

  private static final System.Logger LOG = System.getLogger(Beacon.class.getName());

  /** Who writes. */
  record Self(String name, String run, String url) {
    String writer() {
      return name + "/" + run;
    }
  }

  private final Log log;
  private final Self self;
  private final Board board;
  private final Lease lease;
  private final SiteTiming timing;
  private final AtomicLongArray applied;
  private final Map<Long, Long> sentNanos = new ConcurrentHashMap<>();
  private @Nullable Shards shards;
  private @Nullable Thread writer;
  private @Nullable Thread reader;

  private long sequence;
  private boolean serves;
  private boolean asks;

  /** What another site has asked for and this one has not reached yet. */
  private long @Nullable [] asked;

  private volatile boolean closed;

  Beacon(Log log, Self self, Board board, Lease lease, SiteTiming timing, AtomicLongArray applied) {
    this.log = log;
    this.self = self;
    this.board = board;
    this.lease = lease;
    this.timing = timing;
    this.applied = applied;
  }

  void start(Shards of) {
    shards = of;
    reader = Thread.ofPlatform().name("site-reader").start(this::readUntilClosed);
    writer = Thread.ofPlatform().name("site-beacon").start(this::beatUntilClosed);
  }

  /** Something was applied here: perhaps what another site asks for. */
  synchronized void applied() {
    if (asked != null && hasReached(asked)) {
      notifyAll();
    }
  }

  /** Wants to hear from the others at once. */
  synchronized void ask() {
    asks = true;
    notifyAll();
  }

  /**
   * Says whether this site may serve from now on.
   *
   * @return whether the others can know it by now
   */
  boolean announce(boolean mayServe) throws InterruptedException {
    synchronized (this) {
      if (serves == mayServe && sequence > 0) {
        return true; // it stands in every record since
      }
      serves = mayServe;
    }
    boolean known = isAppended(beat(false));
    if (!known && mayServe) {
      synchronized (this) {
        serves = false; // so that the next attempt says it anew
      }
    }
    return known;
  }

  /** Says that this site serves no more, for good. */
  void leave() throws InterruptedException {
    synchronized (this) {
      serves = false;
    }
    isAppended(beat(true));
  }

  private boolean isAppended(CompletableFuture<Long> append) throws InterruptedException {
    try {
      append.get(ANNOUNCED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private void beatUntilClosed() {
    try {
      while (!closed) {
        beat(false);
        awaitNextBeat();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "the site falls silent, and serves no more", defect);
    }
  }

  private synchronized void awaitNextBeat() throws InterruptedException {
    long due = System.nanoTime() + timing.beat().toNanos();
    while (!closed && !asks) {
      if (asked != null && hasReached(asked)) {
        asked = null;
        return;
      }
      long left = (due - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(asked == null ? left : Math.min(left, ASKED_LOOK_MILLIS));
    }
  }

  private boolean hasReached(long[] positions) {
    for (int shard = 0; shard < positions.length; shard++) {
      if (applied.get(shard) < positions[shard]) {
        return false;
      }
    }
    return true;
  }

  /** Writes one record. What it says is what holds when it is sent. */
  private CompletableFuture<Long> beat(boolean leaving) {
    long sent = System.nanoTime();
    Status status = next(leaving, sent);
    sentNanos.put(status.sequence(), sent);
    sentNanos.remove(status.sequence() - SENT_MAX);
    try {
      return log.append(0, status.encode())
          .whenComplete((offset, failure) -> {
            if (failure == null) {
              lease.renewed(sent, System.nanoTime());
            }
          });
    } catch (LogUnavailable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized Status next(boolean leaving, long now) {
    boolean holds = board.isHeldBySelf();
    boolean mayClaim = serves && !holds && lease.held(now) != 0;
    boolean asking = asks;
    asks = false;
    long[] positions = new long[applied.length()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = applied.get(i);
    }
    return new Status(
        self.name,
        self.run,
        ++sequence,
        self.url,
        CommandLevels.NEWEST,
        serves,
        leaving,
        asking,
        holds,
        mayClaim ? board.claimable(now) : Status.NOTHING,
        positions,
        marks());
  }

  private List<List<DigestMark>> marks() {
    Shards of = shards;
    return of == null ? List.of() : of.marks();
  }

  private void readUntilClosed() {
    try {
      while (!closed) {
        try (LogReader from = log.reader(0, Log.FIRST_KEPT)) {
          follow(from);
        } catch (LogDamaged tooOld) { // it stood still for longer than records are kept
          LOG.log(System.Logger.Level.WARNING, "begins to hear anew: " + tooOld.getMessage());
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "the other sites are not heard any more", defect);
    }
  }

  private void follow(LogReader from) throws InterruptedException {
    while (!closed) {
      try {
        for (LogRecord record : from.poll(READ_AT_ONCE, READ_WAIT)) {
          Status.decode(record.payload(), applied.length())
              .ifPresent(status -> read(record.position(), status));
        }
      } catch (LogUnavailable e) {
        LOG.log(System.Logger.Level.WARNING, "the other sites are not heard: " + e.getMessage());
        Thread.sleep(READ_WAIT);
      }
    }
  }

  private void read(long offset, Status status) {
    boolean own = status.writer().equals(self.writer());
    Long sent = own ? sentNanos.remove(status.sequence()) : null;
    board.read(offset, status, System.nanoTime(), sent);
    if (status.asks() && !own) {
      synchronized (this) {
        asked = asked == null ? status.positions() : max(asked, status.positions());
        notifyAll();
      }
    }
  }

  private static long[] max(long[] a, long[] b) {
    long[] max = a.clone();
    for (int i = 0; i < max.length; i++) {
      max[i] = Math.max(max[i], b[i]);
    }
    return max;
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : new Thread[] {writer, reader}) {
      if (thread != null) {
        thread.interrupt();
        try {
          thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
