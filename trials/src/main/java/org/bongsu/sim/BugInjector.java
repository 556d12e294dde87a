package org.bongsu.sim;

import java.util.List;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;

/** Breaks a replica or a site on purpose, to see that the checkers notice; a usual run has none. */
@FunctionalInterface
interface BugInjector {
  BugInjector NONE = (site, shard, db, applied) -> {};

  /** Whether a site answers though it has no right to. */
  default boolean servesAnyway(int site) {
    return false;
  }

  /** Whether a site takes itself to be in charge, whoever is. */
  default boolean takesCharge(int site) {
    return false;
  }

  /** Whether a site appends what some other may not know. */
  default boolean writesAnything(int site) {
    return false;
  }

  /** Whether a site acknowledges what takes something back without waiting for the others. */
  default boolean forgetsRevocations(int site) {
    return false;
  }

  /** The digests that a site tells instead of its own. */
  default List<List<DigestMark>> marks(int site, List<List<DigestMark>> own) {
    return own;
  }

  /** Called after each batch that a site has applied. */
  void afterBatch(int site, int shard, Db db, List<StateMachine.Applied> applied);
}
