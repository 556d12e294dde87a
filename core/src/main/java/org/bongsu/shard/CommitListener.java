package org.bongsu.shard;

import java.util.List;
import org.bongsu.apply.Change;

/** Who wants to know what shards have applied. */
@FunctionalInterface
public interface CommitListener {
  /**
   * Called after each commit, on the shard's thread: be quick, and throw nothing.
   *
   * @param next the shard's position now; everything before it can be read
   */
  void applied(int shard, long next, List<Change> changes);
}
