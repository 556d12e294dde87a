/**
 * How a site whose disks are new, or whose data is older than the log or differs from the others',
 * gets its data: checkpoints of the shard files from a living site, which serves meanwhile, and
 * then the log. Media that it misses is fetched in the background, and at once where somebody asks.
 *
 * <p>Invariants: a shard file is used only when its SHA-256, position and digest are what the
 * living site said; the site serves nobody until it has followed the log from there and passed the
 * gate.
 *
 * <p>Must not know: what stands in the files.
 */
package org.bongsu.cluster.checkpoint;
