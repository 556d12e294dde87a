package org.bongsu.restic;

/**
 * A limit in bytes per second, shared by everything that is given the same object. Bursts of one
 * second are let through. Thread-safe.
 */
public final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double bytesPerSecond;
  private long freeAtNanos;

  private Pace(double bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.freeAtNanos = System.nanoTime();
  }

  /**
   * A limit.
   *
   * @param bytesPerSecond at least 1; 0 for no limit
   */
  public static Pace of(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("bytes per second: " + bytesPerSecond);
    }
    return new Pace(bytesPerSecond == 0 ? Double.POSITIVE_INFINITY : bytesPerSecond);
  }

  /**
   * Waits until this many bytes may be transferred.
   *
   * @throws StorageUnavailable if the thread is interrupted
   */
  void take(long bytes) {
    long waitNanos = reserve(bytes, System.nanoTime());
    try {
      Thread.sleep(waitNanos / 1_000_000, (int) (waitNanos % 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable("interrupted while waiting to transfer", e);
    }
  }

  /** Notes a transfer and says how long to wait before it. */
  synchronized long reserve(long bytes, long nowNanos) {
    long idleSince = Math.max(freeAtNanos, nowNanos - (long) NANOS_PER_SECOND);
    freeAtNanos = idleSince + (long) (bytes / bytesPerSecond * NANOS_PER_SECOND);
    return Math.max(0, idleSince - nowNanos);
  }
}
