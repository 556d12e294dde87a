package org.bongsu.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of something each client has open, up to a limit. */
final class OpenCounts {
  private final int max;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  OpenCounts(int max) {
    this.max = max;
  }

  /**
   * Counts one more.
   *
   * @return false if the client has as many as it may; then nothing is counted
   */
  boolean enter(String client) {
    if (counts.merge(client, 1, Integer::sum) <= max) {
      return true;
    }
    leave(client);
    return false;
  }

  void leave(String client) {
    counts.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }
}
