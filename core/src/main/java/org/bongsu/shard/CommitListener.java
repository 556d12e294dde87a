package org.bongsu.shard;

import java.util.List;
import org.bongsu.apply.Change;

/** Is notified of what the shards of this node have applied. */
@FunctionalInterface
public interface CommitListener {
  /**
   * Called after each commit, on the shard's thread. It must not block and must not throw.
   *
   * @param next the shard's new position; every entry before it can be read
   */
  void applied(int shard, long next, List<Change> changes);
}
