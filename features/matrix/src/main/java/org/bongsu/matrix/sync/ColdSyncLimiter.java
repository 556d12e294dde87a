package org.bongsu.matrix.sync;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.bongsu.node.MatrixError;

/**
 * Limits concurrent first syncs of users whose data is not cached here. When another site is lost,
 * thousands of them arrive at once. At most {@link #AT_ONCE_MAX} are built at the same time, so
 * that syncs of cached users do not wait for them; others get 429 with a random retry time.
 */
final class ColdSyncLimiter {
  /** Each takes a few milliseconds of reading: together less than a quarter of a second. */
  static final int AT_ONCE_MAX = 64;

  private static final long AGAIN_MILLIS_MIN = 500;
  private static final long AGAIN_MILLIS_MAX = 4_000;

  private final Semaphore free = new Semaphore(AT_ONCE_MAX);

  /**
   * Takes a permit; the caller must call {@link #leave} after the first build.
   *
   * @throws MatrixError 429 if there are too many
   */
  void enter() {
    if (!free.tryAcquire()) {
      throw MatrixError.limitExceeded(
          ThreadLocalRandom.current().nextLong(AGAIN_MILLIS_MIN, AGAIN_MILLIS_MAX));
    }
  }

  /** Returns the permit. */
  void leave() {
    free.release();
  }
}
