package org.bongsu.gateway;

import java.util.Set;
import org.bongsu.shard.RevocationUnconfirmed;

/** A copy of the revocations outside the deployment, which a restore applies again. */
@FunctionalInterface
public interface RevocationLedger {
  /** No copy. */
  RevocationLedger NONE = shards -> {};

  /**
   * Waits until all revocations that these shards have applied here are in the copy.
   *
   * @throws RevocationUnconfirmed if they are not in time
   */
  void await(Set<Integer> shards);
}
