package org.bongsu.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/**
 * Observes in the shards' files when timers fire. In each shard they fire in the order in which
 * they are due, so the number left shows which have fired; the resolution is one look.
 */
final class TimerWatch implements AutoCloseable {
  private static final long LOOK_MILLIS = 10;
  private static final long GIVE_UP_MILLIS = 120_000;

  /**
   * The results.
   *
   * @param lateMillis from when a timer was due to when it had been applied
   * @param seconds from when the first was due to when the last had been applied
   * @param dueSeconds from when the first was due to when the last was
   */
  record Fired(Histogram lateMillis, int count, int left, double seconds, double dueSeconds) {}

  /** One shard: the due times in order, and how many have fired. */
  private static final class Watched {
    final Db db;
    final List<Long> dues;
    int fired;

    Watched(Path file, long untilMillis) {
      db = new ShardFile(file).openReader();
      dues =
          db.list(
              "SELECT due FROM timer WHERE due <= ? ORDER BY due, subject, id",
              row -> row.getLong(1),
              untilMillis);
    }
  }

  private final List<Watched> shards = new ArrayList<>();
  private final long untilMillis;
  private final Histogram late = new Histogram(3);
  private final CompletableFuture<Long> lastMillis = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Observes the timers due by then. */
  TimerWatch(List<Path> files, long untilMillis) {
    this.untilMillis = untilMillis;
    files.forEach(file -> shards.add(new Watched(file, untilMillis)));
    this.thread = Thread.ofPlatform().name("timer-watch").start(this::watch);
  }

  private void watch() {
    long last = 0;
    try {
      long giveUp = untilMillis + GIVE_UP_MILLIS;
      while (!closed && left() > 0 && System.currentTimeMillis() < giveUp) {
        Thread.sleep(LOOK_MILLIS);
        for (Watched shard : shards) {
          last = Math.max(last, look(shard));
        }
      }
      lastMillis.complete(last);
    } catch (InterruptedException | RuntimeException e) {
      lastMillis.completeExceptionally(e);
    }
  }

  /** Returns the time at which some were seen to have fired; 0 if none. */
  private long look(Watched shard) {
    long left =
        shard.db.number("SELECT count(*) FROM timer WHERE due <= ?", untilMillis).orElseThrow();
    long now = System.currentTimeMillis();
    int fired = shard.dues.size() - (int) left;
    for (int i = shard.fired; i < fired; i++) {
      late.recordValue(Math.max(0, now - shard.dues.get(i)));
    }
    boolean more = fired > shard.fired;
    shard.fired = fired;
    return more ? now : 0;
  }

  private int left() {
    return shards.stream().mapToInt(shard -> shard.dues.size() - shard.fired).sum();
  }

  /** Waits until all have fired, within a limit. */
  Fired await() {
    long last = EventLoop.await(lastMillis, (int) TimeUnit.MILLISECONDS.toSeconds(GIVE_UP_MILLIS));
    List<Long> dues = shards.stream().flatMap(shard -> shard.dues.stream()).sorted().toList();
    if (dues.isEmpty()) {
      return new Fired(late, 0, 0, 1, 0);
    }
    int left = left();
    return new Fired(
        late,
        dues.size() - left,
        left,
        Math.max(1, last - dues.getFirst()) / 1e3,
        (dues.getLast() - dues.getFirst()) / 1e3);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shards.forEach(shard -> shard.db.close());
  }
}
