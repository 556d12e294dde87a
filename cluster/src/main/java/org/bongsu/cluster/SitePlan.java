package org.bongsu.cluster;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.log.Log;

/**
 * The configuration of one of several sites.
 *
 * @param name this site's, one of {@code sites}
 * @param sites all sites, with the address at which clients reach each
 * @param listens where this site listens for the other sites
 * @param others where each other site listens for sites
 * @param secret shared by all sites, for {@link PeerAuthentication}
 * @param keys for mutual TLS between sites; empty if connections are not encrypted
 */
public record SitePlan(
    String name,
    List<Peers.Address> sites,
    InetSocketAddress listens,
    List<URI> others,
    String secret,
    Optional<SiteKeys> keys,
    SiteTiming timing,
    Engine engine) {

  /** The logs that all sites share. */
  public interface Engine {
    /** What the shards' log holds, by shard: its oldest position, and the one after its newest. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bounds(long[] firstKept, long[] end) {}

    /**
     * The identity of the shards' log: one that was deleted and created again has another. Waits
     * until the engine answers.
     *
     * @return empty if there is no such log
     */
    Optional<String> logId() throws InterruptedException;

    /** Creates the shards' log if there is none, and returns when it exists. */
    void createLog() throws InterruptedException;

    /**
     * Returns when the shards' log begins at these positions or later and no site has read it from
     * before. For a deployment that was migrated from a single machine, whose log ended there.
     *
     * @param brings whether this site has the data before these positions and therefore sets the
     *     log's beginning; the other sites wait for it
     */
    void beginAt(long[] positions, boolean brings) throws InterruptedException;

    /** What the shards' log holds now; waits until the log is reachable. */
    Bounds bounds() throws InterruptedException;

    /**
     * The shards' log; closed with the shards.
     *
     * @param id the identity of the log that the shards continue
     */
    Log shards(String id);

    /** The status log: one shard, kept for some minutes. */
    Log sites();

    /** The log of the {@link Bus}: one shard, kept for some minutes. */
    Log bus();

    /** The log of media chunks: one shard, kept for some hours. */
    Log media();
  }
}
