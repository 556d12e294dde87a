package org.bongsu.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bongsu.command.ShardCommand;
import org.bongsu.store.Db;

/**
 * What a shard has received from each shard, kept beside its store's inbox so that a caller who
 * waits for a delivery is woken by the commit that holds it, and reads nothing. It follows the
 * inbox's rule: of each source the deliveries count in the order of their sequence, each once.
 */
final class Received {
  private final Map<Integer, Long> lastBySource = new HashMap<>();

  /** Begins with what the shard's store holds. */
  static Received readFrom(Db db) {
    Received received = new Received();
    db.list("SELECT source, sequence FROM inbox", row -> Map.entry(row.getInt(1), row.getLong(2)))
        .forEach(one -> received.lastBySource.put(one.getKey(), one.getValue()));
    return received;
  }

  /** These were committed, in this order. */
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
   * @return false if it was not in time
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
