package org.bongsu.cluster;

import java.time.Duration;
import java.util.List;

/**
 * A snapshot of what a site knows about itself and the others.
 *
 * @param quarantined why it does not serve before it is rebuilt; empty if it is not quarantined
 * @param leaseLeft how long it may serve without another acknowledged append
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SiteView(
    String name,
    boolean serving,
    boolean leader,
    String quarantined,
    Duration leaseLeft,
    long[] positions,
    List<Other> sites) {

  /**
   * A site, this one included.
   *
   * @param serves as far as this site knows
   * @param statusAge how long ago its newest record was read
   */
  public record Other(
      String name, String url, boolean serves, long[] positions, Duration statusAge) {}

  /** How many entries of {@code another} are missing in {@code one}, over all shards. */
  public static long behind(long[] one, long[] another) {
    long behind = 0;
    for (int shard = 0; shard < one.length; shard++) {
      behind += Math.max(0, another[shard] - one[shard]);
    }
    return behind;
  }
}
