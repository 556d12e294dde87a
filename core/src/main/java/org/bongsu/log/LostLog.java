package org.bongsu.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stands for a log that was found lost when it was to be opened: the store can be read and copied,
 * but nothing is appended or applied.
 */
public final class LostLog implements Log {
  /** What the operator does then; the end of each reason. */
  public static final String ADVICE = "run ./bongsu recover";

  private final long[] applied;
  private final String why;

  /**
   * Stands for the log of a store.
   *
   * @param applied for each shard the position after the last record that its store has applied
   * @param why as for {@link #lost}
   */
  public LostLog(long[] applied, String why) {
    this.applied = applied.clone();
    this.why = why;
  }

  @Override
  public int shards() {
    return applied.length;
  }

  @Override
  public CompletableFuture<Long> append(int shard, byte[] record) {
    throw new LogUnavailable(why);
  }

  @Override
  public LogReader reader(int shard, long from) {
    return new LogReader() {
      @Override
      public List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
        Thread.sleep(wait);
        return List.of();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long end(int shard) {
    return applied[shard];
  }

  @Override
  public void trim(int shard, long before) {}

  @Override
  public Optional<String> lost() {
    return Optional.of(why);
  }

  @Override
  public void close() {}
}
