package org.bongsu.cluster;

import java.time.Duration;

/**
 * How closely the sites watch each other.
 *
 * @param beat between two status records of a site
 * @param lease how long an append allows a site to serve, from the moment it was sent
 */
public record SiteTiming(Duration beat, Duration lease) {
  /** For reserved CPU: outlives most takeovers, so that living sites go on serving reads. */
  public static final SiteTiming FAST =
      new SiteTiming(Duration.ofMillis(300), Duration.ofSeconds(3));

  /** For shared machines. */
  public static final SiteTiming STEADY =
      new SiteTiming(Duration.ofMillis(400), Duration.ofSeconds(7));

  /** Clocks of two machines may run so much apart while a lease runs. */
  Duration margin() {
    return lease.dividedBy(10);
  }

  /** After this a site that was not heard of serves no more, by any machine's clock. */
  public Duration lapsed() {
    return lease.plus(margin());
  }

  /** How long to wait for others before saying that it is not known. */
  public Duration patience() {
    return lapsed().plus(lease);
  }
}
