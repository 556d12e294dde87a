package org.bongsu.drill;

import java.util.Optional;
import java.util.Set;

/**
 * A fault that happened. Times are of the monotonic clock.
 *
 * @param hit the sites to which it happened
 * @param controller whether one of them held the active controller
 * @param healedNanos when it was undone: killed ones started, frozen ones thawed
 * @param backNanos when all sites served again; empty where they did not in time
 */
record FaultRun(
    Fault fault,
    Set<String> hit,
    boolean controller,
    long injectedNanos,
    long healedNanos,
    Optional<Long> backNanos) {

  /** What happens so shortly after the return of a site still belongs to the fault. */
  private static final long AFTERMATH_NANOS = 2_000_000_000L;

  long overNanos() {
    return backNanos.orElse(healedNanos) + AFTERMATH_NANOS;
  }

  /** Whether something lasted into the fault and was begun before it was over. */
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
