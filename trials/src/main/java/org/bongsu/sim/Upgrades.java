package org.bongsu.sim;

/**
 * Upgrades one site after the other, and rolls some back. Until all have had the newer version, a
 * site that was rolled back keeps working; afterwards the older version refuses the files or stops
 * at the switch of level, and the site is out until it has the newer one again. In the end all have
 * it.
 */
final class Upgrades {
  private static final int ROLLED_BACK_MAX = 2;
  private static final long LOOK_MILLIS = 50;

  private final Sites sites;
  private final Nemesis nemesis;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final History history;
  private final Version from;
  private final Version to;
  private boolean stopped;

  Upgrades(
      Sites sites,
      Nemesis nemesis,
      Scheduler scheduler,
      SeededRandom random,
      History history,
      Version from,
      Version to) {
    this.sites = sites;
    this.nemesis = nemesis;
    this.scheduler = scheduler;
    this.random = random;
    this.history = history;
    this.from = from;
    this.to = to;
  }

  /** Schedules the upgrade of all sites within the first half of a time. */
  void plan(long withinMillis) {
    for (Site site : sites.all()) {
      scheduler.after(random.between(300, withinMillis / 2), () -> give(site, to));
    }
  }

  /** Schedules temporary rollbacks of some sites. */
  void planRollbacks(long withinMillis) {
    for (int i = random.below(ROLLED_BACK_MAX + 1); i > 0; i--) {
      Site site = random.pick(sites.all());
      long at = random.between(1_000, withinMillis);
      scheduler.after(at, () -> give(site, from));
      scheduler.after(at + random.between(200, 1_500), () -> give(site, to));
    }
  }

  private void give(Site site, Version version) {
    if (stopped || site.version().equals(version)) {
      return;
    }
    if (site.isStarted() && !site.isUp()) { // frozen: the operator waits
      scheduler.after(LOOK_MILLIS, () -> give(site, version));
      return;
    }
    history.versions++;
    restart(site, version);
  }

  private void restart(Site site, Version version) {
    site.install(version);
    if (site.isUp() && !site.version().equals(version)) {
      site.leave(() -> nemesis.startLater(site));
    } else if (!site.isStarted()) {
      nemesis.startLater(site); // the version before may have refused to start
    }
  }

  /** Upgrades all sites that do not have the newer version. */
  void stop() {
    stopped = true;
    sites.all().forEach(site -> restart(site, to));
  }
}
