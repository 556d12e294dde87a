package org.bongsu.cluster;

import java.time.Duration;
import java.util.List;

/**
 * What a site knows of itself and the others at one moment.
 *
 * @param quarantined why it serves nobody until it is rebuilt; empty while all is well
 * @param leaseLeft how long it may serve without another append
 */
@SuppressWarnings("ArrayRecordComponent") // looked at, not compared
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
   * @param heard how long ago
   */
  public record Other(String name, String url, boolean serves, long[] positions, Duration heard) {}

  /** How many entries one lacks of what another has. */
  public static long behind(long[] one, long[] another) {
    long behind = 0;
    for (int shard = 0; shard < one.length; shard++) {
      behind += Math.max(0, another[shard] - one[shard]);
    }
    return behind;
  }
}
