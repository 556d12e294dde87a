package org.bongsu.drill;

import java.util.SplittableRandom;

/** What somebody does next, and when. The same seed gives the same deeds. */
final class Generator {
  /** Something that people do. */
  enum Deed {
    SEND(70),
    EDIT(8),
    RECEIPT(6),
    TO_DEVICE(5),
    COME_OR_GO(3),
    UPLOAD_KEYS(3),
    CLAIM_KEY(3),
    CHANGE_NAME(1),
    LOG_IN(1);

    private final int weight;

    Deed(int weight) {
      this.weight = weight;
    }

    boolean isSend() {
      return this == SEND || this == EDIT;
    }
  }

  private static final int WEIGHTS = weights(false);

  private final SplittableRandom random;
  private final double meanMillis;

  /**
   * A generator.
   *
   * @param sendsPerSecond messages, new and changed; what else people do comes on top
   */
  Generator(long seed, double sendsPerSecond) {
    this.random = new SplittableRandom(seed);
    this.meanMillis = 1_000 / (sendsPerSecond * WEIGHTS / weights(true));
  }

  private static int weights(boolean onlySends) {
    int sum = 0;
    for (Deed deed : Deed.values()) {
      sum += onlySends && !deed.isSend() ? 0 : deed.weight;
    }
    return sum;
  }

  Deed next() {
    int drawn = random.nextInt(WEIGHTS);
    for (Deed deed : Deed.values()) {
      drawn -= deed.weight;
      if (drawn < 0) {
        return deed;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  /** Until the next deed. */
  long pauseNanos() {
    return (long) ((0.5 + random.nextDouble()) * meanMillis * 1e6);
  }

  /** A number below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }
}
