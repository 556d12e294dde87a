package org.bongsu.cluster;

import java.time.Duration;

/**
 * Detects that this site does not keep up with the others: its appends may succeed while its reader
 * is stuck, and then it would serve stale data. Called at each tick. Mechanism: a target of
 * positions is remembered until it is reached; then the current maximum becomes the next target.
 */
final class Lag {
  private final Duration allowed;
  private long[] target = {};
  private long sinceNanos;

  Lag(Duration allowed) {
    this.allowed = allowed;
  }

  /**
   * Whether the target has been missed for longer than allowed.
   *
   * @param own the local position of each shard
   * @param furthest for each shard, the highest position reported by any site
   */
  boolean isTooLong(long[] own, long[] furthest, long nowNanos) {
    if (target.length == 0 || reaches(own)) {
      target = furthest.clone();
      sinceNanos = nowNanos;
      return false;
    }
    return nowNanos - sinceNanos > allowed.toNanos();
  }

  private boolean reaches(long[] own) {
    for (int shard = 0; shard < own.length; shard++) {
      if (own[shard] < target[shard]) {
        return false;
      }
    }
    return true;
  }
}
