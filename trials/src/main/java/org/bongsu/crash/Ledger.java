package org.bongsu.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What people have sent and what was acknowledged. Thread-safe. */
final class Ledger {
  /**
   * A message that the server has acknowledged.
   *
   * @param sender index of the person
   * @param number of the sender's message; the next one is sent when this one is acknowledged
   * @param attempts 1 if the first attempt was answered
   */
  record Sent(String room, int sender, long number, String eventId, int attempts) {}

  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, Integer> claimedKeys = new HashMap<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();

  final AtomicLong receipts = new AtomicLong();
  final AtomicLong joins = new AtomicLong();
  final AtomicLong retries = new AtomicLong();

  synchronized void sent(Sent one) {
    sent.add(one);
  }

  synchronized void claimed(String key) {
    claimedKeys.merge(key, 1, Integer::sum);
  }

  synchronized void loggedIn(String token) {
    tokens.add(token);
  }

  /** Records an answer that no fault explains. */
  synchronized void unexplained(String what) {
    if (unexplained.size() < 20) {
      unexplained.add(what);
    }
  }

  synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }

  synchronized int sentCount() {
    return sent.size();
  }

  synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  synchronized List<String> unexplained() {
    return List.copyOf(unexplained);
  }

  synchronized long keysClaimed() {
    return claimedKeys.size();
  }

  synchronized List<String> keysClaimedTwice() {
    return claimedKeys.entrySet().stream()
        .filter(key -> key.getValue() > 1)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
