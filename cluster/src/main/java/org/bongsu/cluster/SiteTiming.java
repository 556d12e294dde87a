package org.bongsu.cluster;

import java.time.Duration;

/**
 * The timing of leases, equal in all sites.
 *
 * @param beat the interval between two status records of a site
 * @param lease how long an acknowledged append lets a site serve, from the moment it was sent
 */
public record SiteTiming(Duration beat, Duration lease) {
  /** For reserved CPU: outlasts most failovers of the log, so that live sites go on serving. */
  public static final SiteTiming FAST =
      new SiteTiming(Duration.ofMillis(300), Duration.ofSeconds(3));

  /** For shared machines. */
  public static final SiteTiming STEADY =
      new SiteTiming(Duration.ofMillis(400), Duration.ofSeconds(7));

  /** How far two machines' clocks may drift apart during a lease: a tenth of it. */
  Duration margin() {
    return lease.dividedBy(10);
  }

  /** A site without a new record for this long has stopped serving, by any machine's clock. */
  public Duration lapsed() {
    return lease.plus(margin());
  }

  /**
   * How long a revocation waits for the other sites before it is refused: two leases and a margin.
   */
  public Duration patience() {
    return lapsed().plus(lease);
  }
}
