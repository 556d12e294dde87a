package org.bongsu.effects;

/**
 * Limits of an effect's running and waiting tasks.
 *
 * @param atOnceMax running tasks
 * @param atOnceToOneMax running tasks to one destination, such as a host
 * @param waitingToOneMax waiting tasks of one recipient; only with {@link Overflow#DROP_OLDEST}
 * @param waitingMax tasks of one shard that its log lists as waiting
 * @param inOrder whether the tasks of a recipient are performed one after the other
 */
public record LaneLimits(
    int atOnceMax,
    int atOnceToOneMax,
    int waitingToOneMax,
    int waitingMax,
    boolean inOrder,
    Overflow overflow) {
  /** What happens if too many tasks wait. */
  public enum Overflow {
    /**
     * A recipient's oldest task is given up, because the newest is worth more. If a shard has too
     * many, its oldest is still tried, but no longer after a restart.
     */
    DROP_OLDEST,

    /** Nothing is lost: the shard's next entries are examined only after other tasks are done. */
    HOLD_BACK
  }

  public LaneLimits {
    if (atOnceMax < 1 || atOnceToOneMax < 1 || waitingToOneMax < 1 || waitingMax < 1) {
      throw new IllegalArgumentException("each limit must be at least 1");
    }
  }

  boolean holdsBack() {
    return overflow == Overflow.HOLD_BACK;
  }
}
