package org.bongsu.drill;

import java.util.Optional;
import java.util.Set;

/**
 * A fault that was injected. Times are of the monotonic clock.
 *
 * @param hit the sites that were hit
 * @param controller whether one of them held the active controller
 * @param healedNanos when it was undone: killed processes started, frozen ones thawed
 * @param backNanos when all sites served again; empty if they did not in time
 */
record FaultRun(
    Fault fault,
    Set<String> hit,
    boolean controller,
    long injectedNanos,
    long healedNanos,
    Optional<Long> backNanos) {

  /** Effects this long after the return of the sites still count for the fault. */
  private static final long AFTERMATH_NANOS = 2_000_000_000L;

  long overNanos() {
    return backNanos.orElse(healedNanos) + AFTERMATH_NANOS;
  }

  /** Whether an operation overlaps the fault. */
  boolean touches(Operation operation) {
    return operation.completedNanos() - injectedNanos > 0
        && operation.invokedNanos() - overNanos() < 0;
  }

  boolean isHit(String site) {
    return hit.contains(site);
  }

  String sites() {
    return String.join("+", hit.stream().sorted().toList());
  }
}
