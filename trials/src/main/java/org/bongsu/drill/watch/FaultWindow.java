package org.bongsu.drill.watch;

import java.util.Optional;
import java.util.Set;

/**
 * A fault of the drill.
 *
 * @param sites that were hit
 * @param backNanos when all sites served again; empty if they did not
 */
public record FaultWindow(
    String label, Set<String> sites, long injectedNanos, Optional<Long> backNanos) {
  public FaultWindow {
    sites = Set.copyOf(sites);
  }
}
