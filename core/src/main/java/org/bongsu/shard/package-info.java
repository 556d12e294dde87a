/**
 * Shards: the replicated state machine, the thread that drives it, and the relay between shards.
 * See DESIGN.md in this directory.
 *
 * <p>Invariants: an entry is applied once, in the transaction that moves the position; the caller
 * is answered after its commit; equal logs give equal digests.
 *
 * <p>Must not know: HTTP, sync, or what a subject does with its commands.
 */
package org.bongsu.shard;
