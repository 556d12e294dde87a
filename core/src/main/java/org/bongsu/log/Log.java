package org.bongsu.log;

import java.util.concurrent.CompletableFuture;

/**
 * Ordered, durable sequences of records, one for each shard. What a position means is the engine's
 * own (a Kafka partition's offset, or a count in the local files) and the same in every site.
 *
 * <p>Positions of a shard start at 0 and grow by one. Implementations are safe for many threads.
 */
public interface Log extends AutoCloseable {
  /** Most bytes that one record may have. */
  int RECORD_BYTES_MAX = 1024 * 1024;

  /** Reads from the oldest record that the log still has, whatever its position. */
  long FIRST_KEPT = -1;

  /** How many shards there are; fixed when the deployment is created. */
  int shards();

  /**
   * Appends a record. The future completes with its position once it is durable, or with {@link
   * LogUnavailable}; after a failure that {@linkplain LogUnavailable#isUndecided is undecided} the
   * record may or may not be in the log, so the sender's idempotency key decides when it tries
   * again.
   *
   * @throws LogUnavailable where the log cannot take more now; nothing was appended then
   * @throws RecordTooLarge where the record is larger than {@link #RECORD_BYTES_MAX}
   */
  CompletableFuture<Long> append(int shard, byte[] record);

  /**
   * Reads one shard's durable records in order; a shard has one reader at a time.
   *
   * @param from the first position to read, or {@link #FIRST_KEPT}
   */
  LogReader reader(int shard, long from);

  /** The position that the next record of this shard will have, as far as is known here. */
  long end(int shard);

  /** Says that records before this position are never read again; the log may drop them. */
  void trim(int shard, long before);

  @Override
  void close();
}
