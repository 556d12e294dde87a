/**
 * Search over the rooms of a user. The index of each shard yields candidates ({@link
 * org.bongsu.search}); this package compares them with what the user may see, merges the shards'
 * results and writes the answer.
 *
 * <p>Invariant: events that the user may not see do not affect the answer, including its count.
 *
 * <p>Must not know: how the index is built.
 */
package org.bongsu.matrix.search;
