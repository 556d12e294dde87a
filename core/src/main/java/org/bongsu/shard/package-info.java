/**
 * Shards: the replicated state machine, the thread that drives one, the relay between them, and all
 * of them together.
 *
 * <p>Invariants: an entry is applied once, in the transaction that moves the position; whoever
 * submitted is answered after that; equal logs give equal digests.
 *
 * <p>Must not know: HTTP, sync, or what a subject does with its commands.
 */
package org.bongsu.shard;
