package org.bongsu.sim;

/**
 * What happened in one run that passed.
 *
 * @param entries in the logs
 * @param acknowledged commands that a client was told to be accepted
 * @param refused commands that a client was told to be refused
 * @param retries of requests whose answer did not come
 * @param narrowings acknowledged: what takes something back
 * @param faults that hit a site or a link
 * @param deliveries from shard to shard, repeated ones too
 * @param events that devices have seen by syncing
 * @param digest over the digests of all shards; equal for equal seeds
 */
public record SimReport(
    long seed,
    long entries,
    long acknowledged,
    long refused,
    long retries,
    long narrowings,
    long faults,
    long deliveries,
    long events,
    String digest) {}
