package org.bongsu.app;

import java.util.Comparator;
import java.util.List;

/**
 * Whether the other sites carry everything when one is lost, judged by processor time. It is
 * counted as if all that a lost site does had to be done by the others; applying the log they do
 * already, so there is a little more room than is said.
 *
 * @param sites all of the deployment
 */
record Capacity(List<Load> sites) {
  /**
   * What a site has and uses.
   *
   * @param busy processors that were busy on average, of its node and its broker
   */
  record Load(String name, int cpus, double busy) {}

  /** How busy the others would be without a site: 1 is all that they have. */
  double without(Load lost) {
    double busy = sites.stream().mapToDouble(Load::busy).sum();
    int cpus =
        sites.stream().filter(site -> !site.name().equals(lost.name())).mapToInt(Load::cpus).sum();
    return busy / cpus;
  }

  /** The site whose loss would be felt most. */
  Load worst() {
    return sites.stream().max(Comparator.comparingDouble(this::without)).orElseThrow();
  }

  /** Whether the others stay below this, whichever is lost. */
  boolean carriesAll(double most) {
    return without(worst()) <= most;
  }
}
