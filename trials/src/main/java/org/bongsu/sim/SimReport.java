package org.bongsu.sim;

/**
 * What happened in one run that passed.
 *
 * @param entries in the logs
 * @param acknowledged commands answered as accepted
 * @param refused commands answered as refused
 * @param retries of requests whose answer did not come
 * @param revocations acknowledged revocations
 * @param faults that hit a site or a link
 * @param versions changes of version during the run
 * @param notYet commands that were refused because some site's version might not know them
 * @param stopped sites that met a command which their version does not know
 * @param refusedFiles starts of a version that did not know the level of the site's files
 * @param damagedRows rows that were damaged
 * @param quarantined sites that were quarantined
 * @param deliveries from shard to shard, including repeated ones
 * @param timersFired delayed events that were sent, or refused, when they were due
 * @param events that devices have seen by syncing
 * @param digest over the digests of all shards; equal for equal seeds
 */
public record SimReport(
    long seed,
    long entries,
    long acknowledged,
    long refused,
    long retries,
    long revocations,
    long faults,
    long versions,
    long notYet,
    long stopped,
    long refusedFiles,
    long damagedRows,
    long quarantined,
    long deliveries,
    long timersFired,
    long events,
    String digest) {}
