package org.bongsu.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bongsu.log.LogRecord;
import org.jspecify.annotations.Nullable;

/** Records of one partition that were fetched from Kafka and that its shard has not taken yet. */
final class PartitionBuffer {
  /** Once the buffer has this many bytes, fetching pauses; the last fetch may exceed it. */
  static final int BYTES_MAX = 4 << 20;

  private final Deque<LogRecord> waiting = new ArrayDeque<>();
  private long bytes;
  private @Nullable RuntimeException broken;

  synchronized void add(List<LogRecord> records) {
    for (LogRecord record : records) {
      waiting.add(record);
      bytes += record.payload().length;
    }
    notifyAll();
  }

  /** Makes polls fail with this once the records before it have been taken. */
  synchronized void fail(RuntimeException failure) {
    broken = failure;
    notifyAll();
  }

  synchronized boolean isFull() {
    return bytes >= BYTES_MAX;
  }

  synchronized boolean isHalfEmpty() {
    return bytes < BYTES_MAX / 2;
  }

  synchronized List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
    if (waiting.isEmpty() && broken == null && wait.isPositive()) {
      wait(Math.max(1, wait.toMillis()));
    }
    if (waiting.isEmpty() && broken != null) {
      throw broken;
    }
    List<LogRecord> taken = new ArrayList<>(Math.min(countMax, waiting.size()));
    while (taken.size() < countMax && !waiting.isEmpty()) {
      LogRecord record = waiting.removeFirst();
      bytes -= record.payload().length;
      taken.add(record);
    }
    return taken;
  }
}
