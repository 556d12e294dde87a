package org.bongsu.media;

import java.util.concurrent.CancellationException;

/**
 * The work that parsing one file may cost. {@link Octets} counts every byte that is read, parsers
 * count what they do with it, so structures that point at the same bytes again and again use it up.
 * It is in proportion to the file: no real one comes near.
 *
 * <p>Also where a parser notices that its thread was interrupted, because the deadline has passed
 * or the client has gone.
 */
final class ParsingBudget {
  /** For a file of any size: 32 MiB. */
  private static final long BYTES_ALWAYS = 32L << 20;

  /** And every byte of the file may be visited this often. */
  private static final long PASSES = 16;

  /** The interrupt is looked at after this many bytes. */
  private static final long CHECKED_EVERY_BYTES = 1 << 20;

  /** What one structure (an entry, a box, a chunk, a write) costs besides its bytes. */
  static final int STRUCTURE = 64;

  private long left;
  private long checkedAt;

  private ParsingBudget(long left) {
    this.left = left;
    this.checkedAt = left;
  }

  static ParsingBudget ofFile(long sizeBytes) {
    return new ParsingBudget(BYTES_ALWAYS + PASSES * sizeBytes);
  }

  /**
   * Counts work.
   *
   * @throws LocationNotRemovable if it is used up
   * @throws CancellationException if the thread was interrupted
   */
  void take(long bytes) {
    left -= bytes;
    if (left < checkedAt) {
      check();
    }
  }

  private void check() {
    if (left < 0) {
      throw new LocationNotRemovable("reading it takes more work than any real file does");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("nobody waits for this file any more");
    }
    checkedAt = Math.max(0, left - CHECKED_EVERY_BYTES);
  }
}
