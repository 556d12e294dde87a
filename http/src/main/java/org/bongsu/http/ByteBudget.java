package org.bongsu.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that requests share, in bytes. The first {@value #FREE_BYTES} bytes of each body and each
 * answer are not counted, so that small requests still succeed while large ones fill the memory.
 */
final class ByteBudget {
  /** Most requests are smaller. */
  private static final int FREE_BYTES = 16 * 1024;

  private final long max;
  private final AtomicLong taken = new AtomicLong();

  ByteBudget(long max) {
    this.max = max;
  }

  /** The bytes that are counted of something with this length. */
  static long counted(long length) {
    return Math.max(0, length - FREE_BYTES);
  }

  /**
   * Takes memory.
   *
   * @return false if there is not enough; then none is taken
   */
  boolean take(long more) {
    if (taken.addAndGet(more) <= max) {
      return true;
    }
    giveBack(more);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
