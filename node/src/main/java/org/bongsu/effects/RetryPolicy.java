package org.bongsu.effects;

import java.time.Duration;

/**
 * When a failed task is tried again, and when it is given up. Pauses double from one failure to the
 * next.
 *
 * @param first the pause after the first failure
 * @param most the longest pause
 * @param jitter the largest random addition, as a fraction of the pause, so that retries spread out
 * @param failuresMax consecutive failures of one recipient after which its task is given up; its
 *     next tasks are then tried once each, until one succeeds
 */
public record RetryPolicy(Duration first, Duration most, double jitter, int failuresMax) {
  private static final int DOUBLINGS_MAX = 20;

  public RetryPolicy {
    if (jitter < 0 || failuresMax < 1) {
      throw new IllegalArgumentException("no policy: jitter " + jitter + ", " + failuresMax);
    }
  }

  /** Whether a task is tried again after this number of consecutive failures. */
  boolean triesAgainAfter(int failures) {
    return failures < failuresMax;
  }

  /**
   * How long to wait after a failure.
   *
   * @param failures consecutive ones, including this one
   * @param random from 0 to 1
   */
  Duration pause(int failures, double random) {
    Duration doubled = first.multipliedBy(1L << Math.min(DOUBLINGS_MAX, failures - 1));
    Duration pause = doubled.compareTo(most) < 0 ? doubled : most;
    return pause.plusNanos((long) (pause.toNanos() * jitter * random));
  }
}
