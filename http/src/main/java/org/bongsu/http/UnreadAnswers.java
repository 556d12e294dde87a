package org.bongsu.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of answers that clients do not read: what one client holds, and all together.
 * An answer is held from when it is sent until the client has read it, or its time is over and the
 * connection is closed. The first {@value #FREE_BYTES} bytes of each are not counted, so that small
 * requests are still answered.
 */
final class UnreadAnswers {
  /** What the buffers of a connection take anyway. */
  private static final int FREE_BYTES = 16 * 1024;

  private static final Duration GRACE = Duration.ofSeconds(20);

  /** After the grace, on average. */
  private static final int BYTES_PER_SECOND_MIN = 32 * 1024;

  private final long clientMax;
  private final long allMax;
  private final Map<String, Long> ofClients = new ConcurrentHashMap<>();
  private final AtomicLong all = new AtomicLong();

  /** Limits in bytes. */
  UnreadAnswers(long clientMax, long allMax) {
    this.clientMax = clientMax;
    this.allMax = allMax;
  }

  /**
   * Takes memory for an answer of some length.
   *
   * @return false if there is not enough; then none is taken
   */
  boolean take(String client, long length) {
    long bytes = counted(length);
    if (bytes == 0) {
      return true;
    }
    long ofClient = ofClients.merge(client, bytes, Long::sum);
    if (all.addAndGet(bytes) <= allMax && ofClient <= clientMax) {
      return true;
    }
    giveBack(client, length);
    return false;
  }

  void giveBack(String client, long length) {
    long bytes = counted(length);
    if (bytes > 0) {
      all.addAndGet(-bytes);
      ofClients.computeIfPresent(client, (same, held) -> held == bytes ? null : held - bytes);
    }
  }

  /** Within this time the client must have read an answer of some length. */
  static Duration within(long length) {
    return GRACE.plusSeconds(length / BYTES_PER_SECOND_MIN);
  }

  private static long counted(long length) {
    return Math.max(0, length - FREE_BYTES);
  }
}
