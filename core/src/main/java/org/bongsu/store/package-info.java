/**
 * One SQLite file per shard: connections, the schema and its versions, checkpoints, and the pool of
 * reading threads.
 *
 * <p>Invariant: only the shard's state machine writes rows, in one transaction with the shard's
 * position.
 *
 * <p>Must not know: what the rows mean; each subject's tables are described in its own package.
 */
package org.bongsu.store;
