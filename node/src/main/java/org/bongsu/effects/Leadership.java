package org.bongsu.effects;

import org.bongsu.log.LogUnavailable;

/** Whether this node performs the effects of a shard; one of several sites does. */
@FunctionalInterface
public interface Leadership {
  /** For a single machine, which always leads. */
  Leadership ALONE = shard -> true;

  /** Checked before each attempt; the answer may change at any time. */
  boolean isLeader(int shard);

  /**
   * Returns when this node has applied everything that other nodes had written about a shard's
   * effects; called when it takes over.
   *
   * @throws LogUnavailable if that is not confirmed in time
   */
  default void awaitCurrent(int shard) {}
}
