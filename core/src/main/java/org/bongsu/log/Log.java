package org.bongsu.log;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Ordered, durable sequences of records, one for each shard. Positions come from the implementation
 * (the offset in a Kafka partition, or a counter in the local files) and are the same in every
 * site.
 *
 * <p>The positions of a shard start at 0 and grow by one. Implementations are thread-safe.
 */
public interface Log extends AutoCloseable {
  /** Maximum bytes of one record. */
  int RECORD_BYTES_MAX = 1024 * 1024;

  /** Start position of a reader that begins with the oldest record that the log still has. */
  long FIRST_KEPT = -1;

  /** How many shards there are; fixed when the deployment is created. */
  int shards();

  /**
   * Appends a record. The future completes with its position once it is durable, or with {@link
   * LogUnavailable}; after a failure that {@linkplain LogUnavailable#isUndecided is undecided} the
   * record may or may not be in the log, and a retry relies on the command's idempotency key.
   *
   * @throws LogUnavailable if the log cannot accept records now; nothing was appended
   * @throws RecordTooLarge if the record is larger than {@link #RECORD_BYTES_MAX}
   */
  CompletableFuture<Long> append(int shard, byte[] record);

  /**
   * Reads one shard's durable records in order; a shard has one reader at a time.
   *
   * @param from the first position to read, or {@link #FIRST_KEPT}
   */
  LogReader reader(int shard, long from);

  /** The position of this shard's next record, as far as this node knows. */
  long end(int shard);

  /** Declares that records before this position will not be read again; the log may delete them. */
  void trim(int shard, long before);

  /**
   * Why this log cannot be continued, and what to do, in words for the operator; empty as long as
   * it can. A lost log refuses appends, and its readers return nothing.
   */
  default Optional<String> lost() {
    return Optional.empty();
  }

  @Override
  void close();
}
