package org.bongsu.cluster;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.log.Log;

/**
 * One site among several.
 *
 * @param name one of {@code sites}
 * @param sites where clients reach each
 * @param listens where this site listens for the others
 * @param others where the other sites listen for this one
 * @param secret with which sites know each other
 * @param keys what this site shows the others; empty where connections are not protected
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

  /** What carries the logs that all sites share. */
  public interface Engine {
    /**
     * What the log of the shards holds, by shard: its oldest position, and the one after its
     * newest.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bounds(long[] firstKept, long[] end) {}

    /**
     * Returns when the log of the shards begins at these positions or later, and no site has read
     * it from before. Of a deployment that has grown out of a single machine, whose log came so
     * far.
     *
     * @param brings whether this site has what came before, and so makes it begin there; the others
     *     wait for it
     */
    void beginAt(long[] positions, boolean brings) throws InterruptedException;

    /** What the log of the shards holds now; waits until somebody can say. */
    Bounds bounds() throws InterruptedException;

    /**
     * The log of the shards; it is closed with them.
     *
     * @param applied for each shard the position after the last record that its store holds
     */
    Log shards(long[] applied);

    /** The log in which sites speak of themselves: one shard, kept for some minutes. */
    Log sites();

    /** The log of what sites tell each other and nobody keeps: one shard, kept for some minutes. */
    Log bus();

    /** The log of chunks of media: one shard, kept for some hours. */
    Log media();
  }
}
