package org.bongsu.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.bongsu.log.Log;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;

/** A log that several sites share in one process; each site's link to it can be cut. */
final class MemoryLog {
  private final List<List<byte[]>> shards = new ArrayList<>();

  MemoryLog(int count) {
    for (int i = 0; i < count; i++) {
      shards.add(new ArrayList<>());
    }
  }

  private synchronized long append(int shard, byte[] record) {
    shards.get(shard).add(record);
    notifyAll();
    return shards.get(shard).size() - 1;
  }

  private synchronized List<LogRecord> read(int shard, long from, int countMax, Duration wait)
      throws InterruptedException {
    List<byte[]> all = shards.get(shard);
    if (all.size() <= from) {
      wait(Math.max(1, wait.toMillis()));
    }
    List<LogRecord> read = new ArrayList<>();
    for (long at = from; at < all.size() && read.size() < countMax; at++) {
      read.add(new LogRecord(at, all.get((int) at)));
    }
    return read;
  }

  private synchronized long end(int shard) {
    return shards.get(shard).size();
  }

  Link link() {
    return new Link();
  }

  /** One site's access. */
  final class Link implements Log {
    /** Appends fail. */
    volatile boolean cut;

    /** One permit for each append that failed. */
    final Semaphore refused = new Semaphore(0);

    /** Reads return nothing, without an error. */
    volatile boolean deaf;

    /** By how much reads are delayed. */
    volatile long delayMillis;

    @Override
    public int shards() {
      return shards.size();
    }

    @Override
    public CompletableFuture<Long> append(int shard, byte[] record) {
      if (cut) {
        refused.release();
        return CompletableFuture.failedFuture(new LogUnavailable("cut"));
      }
      return CompletableFuture.completedFuture(MemoryLog.this.append(shard, record));
    }

    @Override
    public LogReader reader(int shard, long from) {
      return new LogReader() {
        private long next = Math.max(0, from);

        @Override
        public List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
          List<LogRecord> read = read(shard, next, countMax, Duration.ofMillis(5));
          if (deaf) {
            Thread.sleep(5);
            return List.of();
          }
          Thread.sleep(delayMillis);
          next += read.size();
          return read;
        }

        @Override
        public void close() {}
      };
    }

    private List<LogRecord> read(int shard, long from, int countMax, Duration wait)
        throws InterruptedException {
      return MemoryLog.this.read(shard, from, countMax, wait);
    }

    @Override
    public long end(int shard) {
      return MemoryLog.this.end(shard);
    }

    @Override
    public void trim(int shard, long before) {}

    @Override
    public void close() {}
  }
}
