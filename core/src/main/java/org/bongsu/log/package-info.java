/**
 * The ordered log: one sequence of records per shard, and the implementation for a single machine.
 *
 * <p>Invariant: a record whose position was returned is durable and never moves.
 *
 * <p>Must not know: what a record means, or who applies it.
 */
package org.bongsu.log;
