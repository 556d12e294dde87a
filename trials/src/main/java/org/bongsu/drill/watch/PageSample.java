package org.bongsu.drill.watch;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a watcher's page showed.
 *
 * @param nanos when it was asked for, by the monotonic clock
 * @param isServed whether it came
 * @param age of what it says
 * @param isKnown whether enough watchers reported
 * @param isOpen whether it shows an open incident
 * @param down what the open incident names as down at present: services by site
 */
record PageSample(
    String watcher,
    long nanos,
    boolean isServed,
    Duration age,
    boolean isKnown,
    boolean isOpen,
    Map<String, Set<String>> down) {
  static final int SERVICES = 4;

  static PageSample missing(String watcher, long nanos) {
    return new PageSample(watcher, nanos, false, Duration.ZERO, false, false, Map.of());
  }

  /** The sites at which it shows all services as down. */
  Set<String> sitesDown() {
    Set<String> sites = new TreeSet<>();
    down.forEach((site, services) -> {
      if (services.size() == SERVICES) {
        sites.add(site);
      }
    });
    return sites;
  }
}
