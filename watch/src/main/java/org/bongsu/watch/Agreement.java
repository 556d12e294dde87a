package org.bongsu.watch;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a majority of all watchers has found. Two majorities have a watcher in common, so watchers
 * that see different reports never agree on opposite results.
 */
final class Agreement {
  private final int majority;

  /**
   * Agreement among watchers.
   *
   * @param watchers all that are configured, whether they report or not
   */
  Agreement(int watchers) {
    this.majority = watchers / 2 + 1;
  }

  /**
   * The results on which a majority agrees.
   *
   * @param reports one of each watcher that reports at present
   */
  Map<Probe, Health> of(Collection<Report> reports) {
    Set<Probe> probes = new HashSet<>();
    reports.forEach(report -> probes.addAll(report.found().keySet()));
    Map<Probe, Health> agreed = new TreeMap<>();
    for (Probe probe : probes) {
      agreedOn(probe, reports).ifPresent(health -> agreed.put(probe, health));
    }
    return agreed;
  }

  private Optional<Health> agreedOn(Probe probe, Collection<Report> reports) {
    int[] votes = new int[Health.values().length];
    for (Report report : reports) {
      Health found = report.found().get(probe);
      if (found != null) {
        votes[found.ordinal()]++;
      }
    }
    int slow = votes[Health.SLOW.ordinal()];
    if (votes[Health.DOWN.ordinal()] >= majority) {
      return Optional.of(Health.DOWN);
    }
    if (votes[Health.WORKS.ordinal()] + slow >= majority) {
      return Optional.of(slow >= majority ? Health.SLOW : Health.WORKS);
    }
    return Optional.empty();
  }
}
