package org.bongsu.matrix.sync;

import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the changes of what is told at once and not kept, in one order for all kinds of it, so
 * that one number in a sync token says what of it has been told. It begins anew with each run of
 * the node.
 */
final class EphemeralSequence {
  private final String run;
  private final AtomicLong last = new AtomicLong();

  /**
   * Starts at 0.
   *
   * @param run tells this node run from others, so that their numbers are not mixed up
   */
  EphemeralSequence(String run) {
    this.run = run;
  }

  /**
   * A number for a change. It is taken and the change made under the lock under which changes are
   * read: then whoever asks for {@link #last} and reads after it misses nothing.
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

  /** The last number that the holder of a token has been told of. */
  long told(@Nullable SyncToken token) {
    return token != null && token.run().equals(run) ? token.ephemeral() : 0;
  }
}
