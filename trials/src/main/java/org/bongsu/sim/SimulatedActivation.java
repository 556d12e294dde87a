package org.bongsu.sim;

import org.bongsu.command.CommandLevels;

/** Activates levels from the leading site, as the server's shards do. */
final class SimulatedActivation {
  private static final long LOOK_MILLIS = 60;

  private final Sites sites;
  private final Scheduler scheduler;

  SimulatedActivation(Sites sites, Scheduler scheduler) {
    this.sites = sites;
    this.scheduler = scheduler;
  }

  void start() {
    scheduler.after(
        LOOK_MILLIS,
        () -> {
          sites.all().stream().filter(Site::isLeader).forEach(this::append);
          start();
        });
  }

  private void append(Site site) {
    int known = Math.min(site.servingState().level(), site.version().level());
    for (int shard = 0; shard < sites.map().count(); shard++) {
      int to = shard;
      CommandLevels.due(site.level(shard), known)
          .ifPresent(next -> site.submit(to, "levels", scheduler.nowMillis(), next, offset -> {}));
    }
  }

  /**
   * Whether a leader has applied a level in every shard; {@link LevelNeverFalls} checks the other
   * sites.
   */
  boolean isComplete(int level) {
    return sites.all().stream().anyMatch(site -> site.isLeader() && has(site, level));
  }

  private boolean has(Site site, int level) {
    for (int shard = 0; shard < sites.map().count(); shard++) {
      if (site.level(shard) < level) {
        return false;
      }
    }
    return true;
  }
}
