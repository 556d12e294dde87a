package org.bongsu.watch;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known about a deployment at a moment.
 *
 * @param sites the names of all sites
 * @param services all services that are probed
 * @param agreed what a majority of the watchers found; nothing for what is not known
 */
public record Situation(List<String> sites, List<Service> services, Map<Probe, Health> agreed) {
  public Situation {
    sites = List.copyOf(sites);
    services = List.copyOf(services);
    agreed = Map.copyOf(agreed);
  }

  /** Whether a service at a site is one of those that are probed. */
  boolean isWatched(String site, Service service) {
    return sites.contains(site) && services.contains(service);
  }

  /** How a service works at a site; empty if that is not known. */
  public Optional<Health> at(String site, Service service) {
    return Optional.ofNullable(agreed.get(new Probe(site, service)));
  }

  /** Whether nothing works at a site, so that clients move to another one by themselves. */
  public boolean isDown(String site) {
    return services.stream()
        .allMatch(service -> at(site, service).filter(Health.DOWN::equals).isPresent());
  }

  /** How a service works for people. */
  public ServiceState of(Service service) {
    int known = 0;
    int down = 0;
    int downAtLivingSite = 0;
    int slow = 0;
    for (String site : sites) {
      Optional<Health> health = at(site, service);
      if (health.isPresent()) {
        known++;
      }
      if (health.filter(Health.DOWN::equals).isPresent()) {
        down++;
        downAtLivingSite += isDown(site) ? 0 : 1;
      }
      if (health.filter(Health.SLOW::equals).isPresent()) {
        slow++;
      }
    }
    if (known == 0) {
      return ServiceState.UNKNOWN;
    }
    if (down == sites.size()) {
      return ServiceState.DOWN;
    }
    if (downAtLivingSite > 0) {
      return ServiceState.PARTLY_DOWN;
    }
    return slow > 0 && slow == known - down ? ServiceState.SLOW : ServiceState.WORKS;
  }

  /** For each site at which something is down, what. */
  public Map<String, Set<Service>> down() {
    Map<String, Set<Service>> down = new TreeMap<>();
    agreed.forEach((probe, health) -> {
      if (health == Health.DOWN) {
        down.computeIfAbsent(probe.site(), site -> EnumSet.noneOf(Service.class))
            .add(probe.service());
      }
    });
    return down;
  }
}
