package org.bongsu.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bongsu.command.ShardCommand;
import org.bongsu.store.Db;

/**
 * The last delivery that a shard has applied from each source: a copy of the store's inbox in
 * memory, so that a caller waiting for a delivery is woken by the commit that contains it and need
 * not poll the store. It follows the inbox's rule: the deliveries of a source count in the order of
 * their sequence, each once.
 */
final class Received {
  private final Map<Integer, Long> lastBySource = new HashMap<>();

  /** Starts with the contents of the store's inbox. */
  static Received readFrom(Db db) {
    Received received = new Received();
    db.list("SELECT source, sequence FROM inbox", row -> Map.entry(row.getInt(1), row.getLong(2)))
        .forEach(one -> received.lastBySource.put(one.getKey(), one.getValue()));
    return received;
  }

  /** Notes deliveries that were committed, in this order, and wakes waiting callers. */
  synchronized void committed(List<ShardCommand.Deliver> deliveries) {
    for (ShardCommand.Deliver delivery : deliveries) {
      if (delivery.sequence() == last(delivery.source()) + 1) {
        lastBySource.put(delivery.source(), delivery.sequence());
      }
    }
    notifyAll();
  }

  private long last(int source) {
    return lastBySource.getOrDefault(source, 0L);
  }

  /**
   * Waits until a delivery has been committed.
   *
   * @param deadlineNanos by {@link System#nanoTime}
   * @return false if the deadline passed first
   */
  synchronized boolean await(int source, long sequence, long deadlineNanos)
      throws InterruptedException {
    while (last(source) < sequence) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
