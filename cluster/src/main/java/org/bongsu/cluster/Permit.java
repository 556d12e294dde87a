package org.bongsu.cluster;

/**
 * What a site may do, until when. It is never wrong on the permissive side: a permit that was
 * handed out earlier lapses by the clock alone, and {@link SiteMachine} hands out another one after
 * each input. So requests ask it without a lock.
 *
 * @param serves whether it answers requests, until {@code servesUntilNanos}
 * @param leads whether it does what is to be done once, until {@code leadsUntilNanos}
 * @param level the newest command forms that all sites apply
 * @param quarantined why it serves nobody until it is rebuilt; empty while all is well
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

  /** Whether what is to be done once is done here now. */
  public boolean isLeader(long clockNanos) {
    return leads && serves(clockNanos) && clockNanos + skewNanos - leadsUntilNanos < 0;
  }
}
