package org.bongsu.node;

import java.util.List;
import org.bongsu.log.Log;
import org.bongsu.site.OtherSites;
import org.bongsu.site.SiteTiming;

/**
 * One site among several.
 *
 * @param name one of {@code sites}
 * @param sites where clients reach each
 */
public record SitePlan(
    String name, List<OtherSites.Address> sites, SiteTiming timing, Engine engine) {

  /** What carries the logs that all sites share. */
  public interface Engine {
    /**
     * The log of the shards; it is closed with them.
     *
     * @param applied for each shard the position after the last record that its store holds
     */
    Log shards(long[] applied);

    /** The log in which sites speak of themselves: one shard, kept for some minutes. */
    Log sites();
  }
}
