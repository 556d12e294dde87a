package org.bongsu.backup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.EntryListener;

/**
 * The latest records that each shard has applied, until they are backed up. Every site keeps them,
 * so that the one that takes over the backups continues where the lost one ended.
 *
 * <p>At most {@value #BYTES_MAX} bytes: beyond that the oldest records are dropped, and the backup
 * needs a new checkpoint ({@link #has}). Thread-safe; a shard's thread is never kept waiting.
 */
final class EntryTail implements EntryListener {
  static final long BYTES_MAX = 32L << 20;

  private static final long AWAITED_NANOS = 1_000_000_000;

  private static final class OfShard {
    final Deque<LogRecord> records = new ArrayDeque<>();
    long first;
    long next;
  }

  private final OfShard[] shards;
  private long bytes;

  /**
   * Begins to keep records.
   *
   * @param next for each shard, a position before which nothing will be kept
   */
  EntryTail(long[] next) {
    this.shards = new OfShard[next.length];
    Arrays.setAll(shards, i -> new OfShard());
    for (int i = 0; i < next.length; i++) {
      shards[i].first = next[i];
      shards[i].next = next[i];
    }
  }

  @Override
  public synchronized void applied(int shard, List<LogRecord> records) {
    OfShard one = shards[shard];
    for (LogRecord record : records) {
      if (record.position() > one.next) { // it was registered while a batch was being applied
        forget(one, record.position());
        one.first = record.position();
      }
      if (record.position() >= one.next) {
        one.records.add(record);
        one.next = record.position() + 1;
        bytes += record.payload().length;
      }
    }
    while (bytes > BYTES_MAX) {
      OfShard longest = one;
      for (OfShard other : shards) {
        longest = other.records.size() > longest.records.size() ? other : longest;
      }
      forget(longest, longest.first + 1);
    }
    notifyAll();
  }

  private void forget(OfShard one, long before) {
    while (!one.records.isEmpty() && one.records.getFirst().position() < before) {
      bytes -= one.records.removeFirst().payload().length;
    }
    one.first = Math.max(one.first, before);
    one.next = Math.max(one.next, one.first);
  }

  /** Whether all records from these positions on are here. */
  synchronized boolean has(long[] from) {
    for (int i = 0; i < shards.length; i++) {
      if (from[i] < shards[i].first || from[i] > shards[i].next) {
        return false;
      }
    }
    return true;
  }

  /**
   * Waits until the records before these positions are here.
   *
   * @return false if they have not come within a second
   */
  synchronized boolean await(long[] before) throws InterruptedException {
    long deadline = System.nanoTime() + AWAITED_NANOS;
    for (int i = 0; i < shards.length; i++) {
      while (shards[i].next < before[i]) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        wait(millis);
      }
    }
    return true;
  }

  /** A shard's records at the positions from {@code from} on, before {@code before}. */
  synchronized List<LogRecord> between(int shard, long from, long before) {
    List<LogRecord> found = new ArrayList<>();
    for (LogRecord record : shards[shard].records) {
      if (record.position() >= before) {
        break;
      }
      if (record.position() >= from) {
        found.add(record);
      }
    }
    return found;
  }

  /** Drops the records before these positions, because they are backed up. */
  synchronized void drop(long[] before) {
    for (int i = 0; i < shards.length; i++) {
      if (before[i] <= shards[i].next) {
        forget(shards[i], before[i]);
      }
    }
  }
}
