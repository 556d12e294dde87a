package org.bongsu.watch;

import java.util.List;
import java.util.Map;

/**
 * Who watches what.
 *
 * @param watcher the name of this watcher
 * @param watchers how many there are, this one included
 * @param sites the names of the deployment's sites
 */
record WatchedDeployment(String watcher, int watchers, List<String> sites, List<Service> services) {
  WatchedDeployment {
    sites = List.copyOf(sites);
    services = List.copyOf(services);
  }

  /** The situation if the watchers agree on this; what is not watched is left out. */
  Situation situation(Map<Probe, Health> agreed) {
    Map<Probe, Health> known = new java.util.TreeMap<>(agreed);
    known
        .keySet()
        .removeIf(probe -> !sites.contains(probe.site()) || !services.contains(probe.service()));
    return new Situation(sites, services, known);
  }
}
