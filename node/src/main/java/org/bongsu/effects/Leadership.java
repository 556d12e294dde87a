package org.bongsu.effects;

import org.bongsu.log.LogUnavailable;

/** Whether this node is the one that does the effects of a shard; of several sites one is. */
@FunctionalInterface
public interface Leadership {
  /** On one machine, there is nobody else. */
  Leadership ALONE = shard -> true;

  /** Asked before each thing that is done; the answer may change at any time. */
  boolean isOurs(int shard);

  /**
   * Returns when this node has applied what others had written of a shard's effects until now;
   * asked when it takes them over.
   *
   * @throws LogUnavailable if that is not known in time
   */
  default void awaitCurrent(int shard) {}
}
