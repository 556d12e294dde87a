package org.bongsu.drill;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the recovery from a backup went.
 *
 * @param lost age, when everything burnt, of the oldest acknowledged message or photo that is
 *     missing; zero if none is: the recovery point (RPO) that was reached
 */
record Recovery(Times times, Duration lost) {
  /**
   * When each step had ended, on the operations' clock.
   *
   * @param burntNanos when everything burnt
   * @param restoredNanos when {@code bongsu restore} had ended
   * @param grownNanos when {@code bongsu grow} had ended
   * @param servingNanos when all three sites served
   */
  record Times(long burntNanos, long restoredNanos, long grownNanos, long servingNanos) {
    Duration restore() {
      return Duration.ofNanos(restoredNanos - burntNanos);
    }

    Duration grow() {
      return Duration.ofNanos(grownNanos - restoredNanos);
    }

    Duration start() {
      return Duration.ofNanos(servingNanos - grownNanos);
    }

    /** The recovery time (RTO) that was reached. */
    Duration all() {
      return Duration.ofNanos(servingNanos - burntNanos);
    }

    /** For the table of faults, where the start of the new sites undoes it. */
    FaultRun asFault() {
      return new FaultRun(
          Fault.LOSE_EVERYTHING,
          Set.copyOf(Sites.NAMES),
          true,
          burntNanos,
          grownNanos,
          Optional.of(servingNanos));
    }
  }
}
