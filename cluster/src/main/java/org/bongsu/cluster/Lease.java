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
   * An append that was sent at {@code sent} has been acknowledged. Where the lease had lapsed
   * before that came to be known, a new one begins: what was true in the old one has to be shown
   * anew.
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

  /** The number of the lease that holds now, from 1; 0 where none does. */
  long held(long now) {
    return begun && now - until < 0 ? epoch : 0;
  }

  /** What is left of it, at least zero. */
  Duration left(long now) {
    return begun ? Duration.ofNanos(Math.max(0, until - now)) : Duration.ZERO;
  }

  /** The clock cannot be trusted: nothing holds until the next acknowledgement. */
  void drop() {
    begun = false;
  }

  /** When it ends unless it is renewed; of no meaning if none holds. */
  long untilNanos() {
    return until;
  }
}
