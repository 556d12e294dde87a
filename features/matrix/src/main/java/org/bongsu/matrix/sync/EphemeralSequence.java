package org.bongsu.matrix.sync;

import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the changes of ephemeral data (typing, presence) in one order, so that one number in a
 * sync token covers all kinds. Starts at 0 with each run of the node.
 */
final class EphemeralSequence {
  private final String run;
  private final AtomicLong last = new AtomicLong();

  /**
   * A sequence for one run of the node.
   *
   * @param run identifies this run, so that a token of another run is recognised
   */
  EphemeralSequence(String run) {
    this.run = run;
  }

  /**
   * The number for a change. Must be called under the lock under which changes are read, so that a
   * reader that first takes {@link #last} and then reads misses no change.
   */
  long next() {
    return last.incrementAndGet();
  }

  long last() {
    return last.get();
  }

  String run() {
    return run;
  }

  /**
   * The number up to which a token's holder has been sent changes; 0 for a token of another run.
   */
  long sentUpTo(@Nullable SyncToken token) {
    return token != null && token.run().equals(run) ? token.ephemeral() : 0;
  }
}
