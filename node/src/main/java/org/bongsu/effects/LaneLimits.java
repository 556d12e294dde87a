package org.bongsu.effects;

/**
 * How much of an effect waits and is done at a time.
 *
 * @param atOnceMax tasks being done
 * @param atOnceToOneMax tasks being done to one destination, such as a host
 * @param waitingToOneMax tasks of one recipient that wait; only with {@link Overflow#DROP_OLDEST}
 * @param waitingMax tasks of one shard that stand in its log as waiting
 * @param inOrder whether the tasks of a recipient go one after the other
 */
public record LaneLimits(
    int atOnceMax,
    int atOnceToOneMax,
    int waitingToOneMax,
    int waitingMax,
    boolean inOrder,
    Overflow overflow) {
  /** What happens beyond the limits of what waits. */
  public enum Overflow {
    /**
     * A recipient's oldest task is given up, for the newest tells more. Of a shard's tasks the
     * oldest is still tried, but not after a restart.
     */
    DROP_OLDEST,

    /** Nothing is lost: the shard's next entries are not looked at until others are done. */
    HOLD_BACK
  }

  public LaneLimits {
    if (atOnceMax < 1 || atOnceToOneMax < 1 || waitingToOneMax < 1 || waitingMax < 1) {
      throw new IllegalArgumentException("nothing could ever be done");
    }
  }

  boolean holdsBack() {
    return overflow == Overflow.HOLD_BACK;
  }
}
