package org.bongsu.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the memory of answers that clients do not read: what one client holds, and all together.
 * An answer is held from when it is sent until the client has read it, or its time is over and the
 * connection is closed.
 */
final class UnreadAnswers {
  private static final Duration GRACE = Duration.ofSeconds(20);

  /** After the grace, on average. */
  private static final int BYTES_PER_SECOND_MIN = 32 * 1024;

  private final long clientMax;
  private final ByteBudget all;
  private final Map<String, Long> ofClients = new ConcurrentHashMap<>();

  /** Limits in bytes. */
  UnreadAnswers(long clientMax, long allMax) {
    this.clientMax = clientMax;
    this.all = new ByteBudget(allMax);
  }

  /**
   * Takes memory for an answer of some length.
   *
   * @param address the client's, which is counted as {@link Networks#countedAs} says
   * @return false if there is not enough; then none is taken
   */
  boolean take(String address, long length) {
    long bytes = ByteBudget.counted(length);
    if (bytes == 0) {
      return true;
    }
    String client = Networks.countedAs(address);
    boolean taken = ofClients.merge(client, bytes, Long::sum) <= clientMax && all.take(bytes);
    if (!taken) {
      leave(client, bytes);
    }
    return taken;
  }

  /** Gives back what was taken. */
  void giveBack(String address, long length) {
    long bytes = ByteBudget.counted(length);
    if (bytes > 0) {
      all.giveBack(bytes);
      leave(Networks.countedAs(address), bytes);
    }
  }

  private void leave(String client, long bytes) {
    ofClients.computeIfPresent(client, (same, held) -> held == bytes ? null : held - bytes);
  }

  /** Within this time the client must have read an answer of some length. */
  static Duration within(long length) {
    return GRACE.plusSeconds(length / BYTES_PER_SECOND_MIN);
  }
}
