package org.bongsu.app;

import java.util.Comparator;
import java.util.List;

/**
 * Whether the other sites can carry the load when one is lost, by processor time. It assumes that
 * all work of the lost site moves to the others; they apply the log already, so there is slightly
 * more room than reported.
 *
 * @param sites all of the deployment
 */
record Capacity(List<Load> sites) {
  /**
   * The processors of a site and their use.
   *
   * @param busy average number of busy processors, node and broker together
   */
  record Load(String name, int cpus, double busy) {}

  /** The utilisation of the others without a site; 1 is all of their processors. */
  double without(Load lost) {
    double busy = sites.stream().mapToDouble(Load::busy).sum();
    int cpus =
        sites.stream().filter(site -> !site.name().equals(lost.name())).mapToInt(Load::cpus).sum();
    return busy / cpus;
  }

  /** The site whose loss would load the others most. */
  Load worst() {
    return sites.stream().max(Comparator.comparingDouble(this::without)).orElseThrow();
  }

  /** Whether the others stay below this utilisation, whichever site is lost. */
  boolean carriesAll(double most) {
    return without(worst()) <= most;
  }
}
