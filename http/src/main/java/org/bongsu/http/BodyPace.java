package org.bongsu.http;

import java.time.Duration;

/**
 * How fast a body that is streamed must come. A client that holds a place with a trickle of bytes
 * loses it. Only the time in which the handler waited for the client counts against the rate: a
 * slow disk is not the client's fault.
 *
 * @param bytesPerSecondMin the least rate, on average since the body began; 0 for none
 * @param grace this much waiting is free, for slow starts and for phones that change networks
 * @param totalMax from the first to the last byte
 */
public record BodyPace(long bytesPerSecondMin, Duration grace, Duration totalMax) {
  /** For bodies whose senders are trusted. */
  public static final BodyPace ANY = new BodyPace(0, Duration.ZERO, Duration.ofDays(1));

  public BodyPace {
    if (bytesPerSecondMin < 0 || grace.isNegative() || !totalMax.isPositive()) {
      throw new IllegalArgumentException("this is not positive");
    }
  }

  /** How long the handler may have waited in all when this many bytes have come. */
  long waitingNanosMax(long bytes) {
    return bytesPerSecondMin == 0
        ? Long.MAX_VALUE
        : grace.toNanos() + (long) (1e9 * bytes / bytesPerSecondMin);
  }
}
