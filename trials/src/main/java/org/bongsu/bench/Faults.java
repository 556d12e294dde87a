package org.bongsu.bench;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What went wrong, counted by kind. Belongs to one thread. */
final class Faults {
  /** Most kinds that are counted separately; further ones are counted together. */
  private static final int KINDS_MAX = 40;

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void add(String kind) {
    add(kind, 1);
  }

  void add(String kind, long count) {
    if (count > 0) {
      boolean known = counts.containsKey(kind) || counts.size() < KINDS_MAX;
      counts.merge(known ? kind : "other", count, Long::sum);
    }
  }

  Map<String, Long> byKind() {
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** Names an unsuccessful answer, as in {@code send: 429 M_LIMIT_EXCEEDED}. */
  static String refusal(String what, int status, byte[] bytes, int from, int to) {
    return what + ": " + status + " " + Refusal.read(status, bytes, from, to).errcode();
  }
}
