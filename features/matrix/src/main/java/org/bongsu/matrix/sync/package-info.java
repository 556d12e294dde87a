/**
 * Sync: what is new for a device since a token, and waiting for it; and the other data that clients
 * keep in sync: account data, tags, filters, receipts, typing, presence.
 *
 * <p>A {@code SyncUser} is a user who syncs. {@code SyncUsers} records, as shards apply entries,
 * which shards hold something new for which user. A {@code LongPoll} is one sync in progress; it
 * holds no thread while it waits. {@code SyncBuild} reads what is new, on the pool for reads.
 *
 * <p>{@code Typing} and {@code Presence} are ephemeral: sent to other sites and waiting clients at
 * once, never stored. {@code EphemeralSequence} numbers their changes in one order.
 *
 * <p>Invariants: what a token covers is not sent again, and nothing after it is left out; an answer
 * without news is sent only at the timeout.
 *
 * <p>Must not know: how events are decided, how HTTP carries answers.
 */
package org.bongsu.matrix.sync;
