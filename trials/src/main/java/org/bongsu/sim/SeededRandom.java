package org.bongsu.sim;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices from a seed; the same seed gives the same choices. */
final class SeededRandom {
  private final SplittableRandom random;

  SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code from} to {@code to}, both inclusive. */
  long between(long from, long to) {
    return random.nextLong(from, to + 1);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  String hex(int digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }
}
