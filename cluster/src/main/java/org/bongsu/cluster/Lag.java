package org.bongsu.cluster;

import java.time.Duration;

/**
 * Notices when this site does not apply what others have: its appends may go well while its reading
 * stands still, and then it would serve what is old. It is asked at each beat.
 */
final class Lag {
  private final Duration allowed;
  private long[] target = {};
  private long sinceNanos;

  Lag(Duration allowed) {
    this.allowed = allowed;
  }

  /**
   * Whether it is behind for longer than is allowed.
   *
   * @param own applied here
   * @param furthest applied by some site, as far as is known
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
