package org.bongsu.site;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
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
  private static final int READ_AT_ONCE = 200;
  private static final Duration READ_WAIT = Duration.ofMillis(200);
  private static final Duration ANNOUNCED_WITHIN = Duration.ofSeconds(10);

  /** Who is asked looks this often whether it has caught up with the asking site. */
  private static final long ASKED_LOOK_MILLIS = 5;

  private static final System.Logger LOG = System.getLogger(Beacon.class.getName());

  private final Log log;
  private final OwnStatus own;
  private final Lease lease;
  private final SiteTiming timing;
  private final AtomicLongArray applied;
  private @Nullable Shards shards;
  private @Nullable Thread writer;
  private @Nullable Thread reader;
  private volatile boolean closed;

  Beacon(Log log, OwnStatus own, Lease lease, SiteTiming timing, AtomicLongArray applied) {
    this.log = log;
    this.own = own;
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
    if (own.isAnswerDue(positions())) {
      notifyAll();
    }
  }

  /** Wants to hear from the others at once. */
  synchronized void ask() {
    own.ask();
    notifyAll();
  }

  /**
   * Says whether this site may serve from now on.
   *
   * @return whether the others can know it by now
   */
  boolean announce(boolean mayServe) throws InterruptedException {
    if (!own.changes(mayServe)) {
      return true;
    }
    boolean known = isAppended(beat(false));
    if (!known && mayServe) {
      own.wasNotHeard();
    }
    return known;
  }

  /** Says that this site serves no more, for good. */
  void leave() throws InterruptedException {
    own.changes(false);
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
    while (!closed && !own.asks()) {
      if (own.takeAnswerDue(positions())) {
        return;
      }
      long left = (due - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(own.isAsked() ? Math.min(left, ASKED_LOOK_MILLIS) : left);
    }
  }

  /** Writes one record. What it says is what holds when it is sent. */
  private CompletableFuture<Long> beat(boolean leaving) {
    long sent = System.nanoTime();
    Status status = own.next(leaving, positions(), marks(), sent);
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

  private long[] positions() {
    long[] positions = new long[applied.length()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = applied.get(i);
    }
    return positions;
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
    own.read(offset, status, System.nanoTime());
    if (own.isAsked()) {
      synchronized (this) {
        notifyAll();
      }
    }
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
