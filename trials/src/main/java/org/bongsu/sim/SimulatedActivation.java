package org.bongsu.sim;

import org.bongsu.command.CommandLevels;

/** Activates levels from the leading site, as the server's shards do. */
final class SimulatedActivation {
  private static final long LOOK_MILLIS = 60;

  private final Sites sites;
  private final Agenda agenda;

  SimulatedActivation(Sites sites, Agenda agenda) {
    this.sites = sites;
    this.agenda = agenda;
  }

  void start() {
    agenda.after(
        LOOK_MILLIS,
        () -> {
          sites.all().stream().filter(Site::isInCharge).forEach(this::append);
          start();
        });
  }

  private void append(Site site) {
    int known = Math.min(site.standing().level(), site.version().level());
    for (int shard = 0; shard < sites.map().count(); shard++) {
      int to = shard;
      CommandLevels.due(site.level(shard), known)
          .ifPresent(next -> site.submit(to, "levels", agenda.nowMillis(), next, offset -> {}));
    }
  }

  /** Whether every site applies what a level says, in every shard. */
  boolean isComplete(int level) {
    for (int shard = 0; shard < sites.map().count(); shard++) {
      for (Site site : sites.all()) {
        if (site.level(shard) < level) {
          return false;
        }
      }
    }
    return true;
  }
}
