package org.bongsu.sim;

import java.util.List;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;

/** Breaks a replica on purpose, to see that the checkers notice; a usual run has none. */
@FunctionalInterface
interface Sabotage {
  Sabotage NONE = (site, shard, db, applied) -> {};

  /** Whether a site answers though it has no right to. */
  default boolean servesAnyway(int site) {
    return false;
  }

  /** Called after each batch that a site has applied. */
  void afterBatch(int site, int shard, Db db, List<StateMachine.Applied> applied);
}
