package org.bongsu.effects;

/** Whether this node is the one that does the effects of a shard; of several sites one is. */
@FunctionalInterface
public interface Charge {
  /** On one machine, there is nobody else. */
  Charge ALONE = shard -> true;

  /** Asked before each thing that is done; the answer may change at any time. */
  boolean isOurs(int shard);
}
