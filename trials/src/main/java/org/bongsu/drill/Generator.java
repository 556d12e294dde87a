package org.bongsu.drill;

import java.util.SplittableRandom;

/** What somebody does next, and when. The same seed gives the same actions. */
final class Generator {
  /** Kinds of actions. */
  enum Action {
    SEND(70),
    EDIT(8),
    RECEIPT(6),
    TO_DEVICE(5),
    JOIN_AND_LEAVE(3),
    UPLOAD_KEYS(3),
    CLAIM_KEY(3),
    CHANGE_NAME(1),
    LOG_IN(1);

    private final int weight;

    Action(int weight) {
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
   * @param sendsPerSecond messages, new and edited; other actions come on top
   */
  Generator(long seed, double sendsPerSecond) {
    this.random = new SplittableRandom(seed);
    this.meanMillis = 1_000 / (sendsPerSecond * WEIGHTS / weights(true));
  }

  private static int weights(boolean onlySends) {
    int sum = 0;
    for (Action action : Action.values()) {
      sum += onlySends && !action.isSend() ? 0 : action.weight;
    }
    return sum;
  }

  Action next() {
    int drawn = random.nextInt(WEIGHTS);
    for (Action action : Action.values()) {
      drawn -= action.weight;
      if (drawn < 0) {
        return action;
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  /** Until the next action. */
  long pauseNanos() {
    return (long) ((0.5 + random.nextDouble()) * meanMillis * 1e6);
  }

  /** A number below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }
}
