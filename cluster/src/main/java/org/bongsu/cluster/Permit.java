package org.bongsu.cluster;

/**
 * What a site may do, and until when. {@link SiteMachine} issues a new permit after each input;
 * requests read the latest one without a lock. Guarantee: a permit never allows too much, because
 * it lapses by the clock alone.
 *
 * @param serves whether it answers requests, until {@code servesUntilNanos}
 * @param leads whether it is the leader, until {@code leadsUntilNanos}
 * @param level the newest command level that all sites apply
 * @param quarantined why it does not serve before it is rebuilt; empty if it is not quarantined
 * @param skewNanos how far the machine's time is ahead of the clock
 */
public record Permit(
    boolean serves,
    long servesUntilNanos,
    boolean leads,
    long leadsUntilNanos,
    int level,
    String quarantined,
    long skewNanos) {

  /** Whether requests are answered now. */
  public boolean serves(long clockNanos) {
    return serves && clockNanos + skewNanos - servesUntilNanos < 0;
  }

  /** Whether this site is the leader now. */
  public boolean isLeader(long clockNanos) {
    return leads && serves(clockNanos) && clockNanos + skewNanos - leadsUntilNanos < 0;
  }
}
