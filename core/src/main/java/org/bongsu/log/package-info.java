/**
 * The ordered log: one sequence of records for each shard, and the engine of a single machine.
 *
 * <p>Invariant: a record whose position was given out is durable, and stands there for ever.
 *
 * <p>Must not know: what a record means, or who applies it.
 */
package org.bongsu.log;
