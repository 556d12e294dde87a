package org.bongsu.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what clients can make a node hold before any handler knows who they are: unfinished bodies
 * of each client, and bytes of all bodies together. Bytes are held until the handler has returned.
 * The first {@value #FREE_BYTES} bytes of each body are not counted, so that small requests are
 * still accepted while large ones fill the memory.
 */
final class BodyLimits {
  /** Most requests are smaller. */
  private static final int FREE_BYTES = 16 * 1024;

  private final OpenCounts unfinished;
  private final long bytesMax;
  private final Duration within;
  private final AtomicLong bytes = new AtomicLong();

  BodyLimits(int unfinishedMax, long bytesMax, Duration within) {
    this.unfinished = new OpenCounts(unfinishedMax);
    this.bytesMax = bytesMax;
    this.within = within;
  }

  /** For each client, the requests whose body has not arrived completely. */
  OpenCounts unfinished() {
    return unfinished;
  }

  /** A body must have arrived completely within this time. */
  Duration within() {
    return within;
  }

  /** The bytes of a body that are counted if it has this length. */
  static long counted(long length) {
    return Math.max(0, length - FREE_BYTES);
  }

  /**
   * Takes memory.
   *
   * @return false if there is not enough; then none is taken
   */
  boolean take(long more) {
    if (bytes.addAndGet(more) <= bytesMax) {
      return true;
    }
    giveBack(more);
    return false;
  }

  void giveBack(long taken) {
    bytes.addAndGet(-taken);
  }
}
