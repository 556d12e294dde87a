package org.bongsu.matrix.sync;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.bongsu.node.MatrixError;

/**
 * Users who sync here for the first time in a while, as thousands do at once when another site is
 * lost. Only so many are read for at a time that those who are here already do not wait for them;
 * the others are asked to come again, each at another moment.
 */
final class ColdSyncLimiter {
  /** A few milliseconds of reading each: together below a quarter of a second. */
  static final int AT_ONCE_MAX = 64;

  private static final long AGAIN_MILLIS_MIN = 500;
  private static final long AGAIN_MILLIS_MAX = 4_000;

  private final Semaphore free = new Semaphore(AT_ONCE_MAX);

  /**
   * One more arrives; whoever calls this calls {@link #leave} when it has been read for.
   *
   * @throws MatrixError 429 where too many do
   */
  void enter() {
    if (!free.tryAcquire()) {
      throw MatrixError.limitExceeded(
          ThreadLocalRandom.current().nextLong(AGAIN_MILLIS_MIN, AGAIN_MILLIS_MAX));
    }
  }

  /** It is not new any more. */
  void leave() {
    free.release();
  }
}
