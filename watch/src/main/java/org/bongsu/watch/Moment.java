package org.bongsu.watch;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by both clocks of this machine.
 *
 * @param nanos by the clock that never jumps; durations are measured with it
 * @param time by the clock that people read
 */
record Moment(long nanos, Instant time) {
  static Moment now() {
    return new Moment(System.nanoTime(), Instant.now());
  }

  Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  boolean isWithin(Duration limit, Moment earlier) {
    return nanos - earlier.nanos <= limit.toNanos();
  }
}
