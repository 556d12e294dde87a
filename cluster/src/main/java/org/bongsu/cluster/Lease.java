package org.bongsu.cluster;

import java.time.Duration;

/**
 * How long this site may serve. Times are of one machine's monotonic clock, in nanoseconds; they
 * wrap, so they are only ever subtracted.
 */
final class Lease {
  private final long nanos;
  private boolean begun;
  private long until;
  private long epoch;

  Lease(Duration length) {
    this.nanos = length.toNanos();
  }

  /**
   * An append that was sent at {@code sent} has been acknowledged. If the lease had already lapsed
   * at {@code now}, a new lease with the next number begins, under which the site must join again.
   */
  void renewed(long sent, long now) {
    if (!begun || now - until >= 0) {
      epoch++;
    }
    if (!begun || sent + nanos - until > 0) {
      until = sent + nanos;
    }
    begun = true;
  }

  /** The number of the lease that holds now, from 1; 0 if none holds. */
  long held(long now) {
    return begun && now - until < 0 ? epoch : 0;
  }

  /** The time until it ends, at least zero. */
  Duration left(long now) {
    return begun ? Duration.ofNanos(Math.max(0, until - now)) : Duration.ZERO;
  }

  /** The clock cannot be trusted: no lease holds until the next acknowledgement. */
  void drop() {
    begun = false;
  }

  /** When it ends unless it is renewed; meaningless if none holds. */
  long untilNanos() {
    return until;
  }
}
