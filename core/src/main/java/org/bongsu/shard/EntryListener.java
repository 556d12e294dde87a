package org.bongsu.shard;

import java.util.List;
import org.bongsu.log.LogRecord;

/** Is notified of the entries that the shards of this node have applied. */
@FunctionalInterface
public interface EntryListener {
  /**
   * Called after each commit, on the shard's thread and before the {@link CommitListener}s. It must
   * not block, must not throw, and must not change the payloads, which are not copied.
   *
   * @param records the entries of the batch, in order and without a gap to the batch before
   */
  void applied(int shard, List<LogRecord> records);
}
