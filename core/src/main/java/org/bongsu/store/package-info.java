/**
 * One SQLite file for each shard: connections, the schema and its migrations, checkpoints, and the
 * pool of threads that read.
 *
 * <p>Invariant: only the shard's applier writes, in one transaction with the shard's position.
 *
 * <p>Must not know: what the rows mean; each subject's tables are described in its own package.
 */
package org.bongsu.store;
