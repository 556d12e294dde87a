package org.bongsu.sim;

import java.util.List;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;

/**
 * Injects bugs into replicas or sites, to test that the checkers find them. Normal runs use {@link
 * #NONE}.
 */
@FunctionalInterface
interface BugInjector {
  BugInjector NONE = (site, shard, db, applied) -> {};

  /** Whether a site answers without a lease. */
  default boolean servesAnyway(int site) {
    return false;
  }

  /** Whether a site acts as leader even if it is not. */
  default boolean leadsAnyway(int site) {
    return false;
  }

  /** Whether a site appends commands that another one may not know. */
  default boolean appendsTooEarly(int site) {
    return false;
  }

  /** Whether a site acknowledges revocations without waiting for the others. */
  default boolean skipsRevocationWait(int site) {
    return false;
  }

  /** The digests that a site publishes instead of its own. */
  default List<List<DigestMark>> marks(int site, List<List<DigestMark>> own) {
    return own;
  }

  /** Called after each batch that a site has applied. */
  void afterBatch(int site, int shard, Db db, List<StateMachine.Applied> applied);
}
