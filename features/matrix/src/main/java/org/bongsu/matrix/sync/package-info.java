/**
 * Sync: what is new for one device since a token, and waiting for it; what else a client keeps in
 * step with: account data, tags, filters, receipts, typing, presence.
 *
 * <p>A {@code SyncUser} is a user who syncs; {@code SyncUsers} notes, as shards apply, which shards
 * hold something new for whom. A {@code LongPoll} is one long-poll; it holds no thread. {@code
 * SyncBuild} reads what is new on the pool for reads.
 *
 * <p>{@code Typing} and {@code Presence} are told at once and not kept; {@code EphemeralSequence}
 * numbers their changes in one order.
 *
 * <p>Invariants: what a token says was told is never told again, and nothing after it is left out;
 * an answer without news comes only at the end of its timeout.
 *
 * <p>Must not know: how events are decided, how HTTP carries answers.
 */
package org.bongsu.matrix.sync;
