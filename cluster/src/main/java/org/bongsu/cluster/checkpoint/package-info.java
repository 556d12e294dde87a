/**
 * Rebuild of a site whose disks are new, whose data is older than the log, or which is quarantined:
 * it copies checkpoints of the shard files from a live site, which goes on serving, and then
 * follows the log.
 *
 * <p>Invariants: a shard file is used only if its SHA-256, position and digest are those that the
 * live site announced; the site does not serve until it has followed the log from there and passed
 * the read barrier.
 *
 * <p>Must not know: what the files contain; media, which {@code cluster.media} replicates.
 */
package org.bongsu.cluster.checkpoint;
