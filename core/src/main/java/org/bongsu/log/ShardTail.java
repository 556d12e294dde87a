package org.bongsu.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The records of a shard that were appended since the start and that its reader has not taken yet.
 */
final class ShardTail {
  private long end;

  /** Records before this position are only in the files. */
  private long memoryFrom;

  private long trimmedBefore;
  private final Deque<LogRecord> unread = new ArrayDeque<>();

  /**
   * @param end the position after the last record that the shard's store has applied
   */
  ShardTail(long end) {
    this.end = end;
    this.memoryFrom = end;
  }

  synchronized long end() {
    return end;
  }

  synchronized void foundInFiles(long position) {
    end = Math.max(end, position + 1);
    memoryFrom = end;
  }

  synchronized long memoryFrom() {
    return memoryFrom;
  }

  synchronized void publish(List<LogRecord> records) {
    end = records.getLast().position() + 1;
    unread.addAll(records);
    notifyAll();
  }

  synchronized List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
    if (unread.isEmpty() && wait.isPositive()) {
      wait(Math.max(1, wait.toMillis()));
    }
    List<LogRecord> taken = new ArrayList<>(Math.min(countMax, unread.size()));
    while (taken.size() < countMax && !unread.isEmpty()) {
      taken.add(unread.removeFirst());
    }
    return taken;
  }

  synchronized void trim(long before) {
    trimmedBefore = Math.max(before, trimmedBefore);
  }

  synchronized long trimmedBefore() {
    return trimmedBefore;
  }
}
