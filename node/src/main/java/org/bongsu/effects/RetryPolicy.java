package org.bongsu.effects;

import java.time.Duration;

/**
 * When a failed task is tried again, and when it is given up. Pauses double from one failure to the
 * next.
 *
 * @param first the pause after the first failure
 * @param most the longest pause
 * @param jitter what part of a pause may be added to it by chance, so that not all come back at the
 *     same moment
 * @param failuresMax failures in a row of one recipient after which its task is given up; each
 *     further one that waits by then is tried once
 */
public record RetryPolicy(Duration first, Duration most, double jitter, int failuresMax) {
  private static final int DOUBLINGS_MAX = 20;

  public RetryPolicy {
    if (jitter < 0 || failuresMax < 1) {
      throw new IllegalArgumentException("no policy: jitter " + jitter + ", " + failuresMax);
    }
  }

  /** Whether a task is tried again after so many failures in a row. */
  boolean triesAgainAfter(int failures) {
    return failures < failuresMax;
  }

  /**
   * How long to wait after a failure.
   *
   * @param failures in a row, this one included
   * @param chance from 0 to 1
   */
  Duration pause(int failures, double chance) {
    Duration doubled = first.multipliedBy(1L << Math.min(DOUBLINGS_MAX, failures - 1));
    Duration pause = doubled.compareTo(most) < 0 ? doubled : most;
    return pause.plusNanos((long) (pause.toNanos() * jitter * chance));
  }
}
