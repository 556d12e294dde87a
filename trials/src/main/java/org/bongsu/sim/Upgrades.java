package org.bongsu.sim;

/**
 * Operators: they give one site after the other a newer version, and some an older one again.
 * Before all have had the newer one that site goes on; afterwards the older one refuses the files,
 * or stops at the switch of level, and the site is out until it has the newer one. In the end all
 * have it.
 */
final class Upgrades {
  private static final int ROLLED_BACK_MAX = 2;
  private static final long LOOK_MILLIS = 50;

  private final Sites sites;
  private final Nemesis nemesis;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private final History history;
  private final Version from;
  private final Version to;
  private boolean stopped;

  Upgrades(
      Sites sites,
      Nemesis nemesis,
      Scheduler agenda,
      SeededRandom chance,
      History history,
      Version from,
      Version to) {
    this.sites = sites;
    this.nemesis = nemesis;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
    this.from = from;
    this.to = to;
  }

  /** Plans that all get the newer version within the first half of a time. */
  void plan(long withinMillis) {
    for (Site site : sites.all()) {
      agenda.after(chance.between(300, withinMillis / 2), () -> give(site, to));
    }
  }

  /** Plans that some get the older version again, for a while. */
  void planRollbacks(long withinMillis) {
    for (int i = chance.below(ROLLED_BACK_MAX + 1); i > 0; i--) {
      Site site = chance.pick(sites.all());
      long at = chance.between(1_000, withinMillis);
      agenda.after(at, () -> give(site, from));
      agenda.after(at + chance.between(200, 1_500), () -> give(site, to));
    }
  }

  private void give(Site site, Version version) {
    if (stopped || site.version().equals(version)) {
      return;
    }
    if (site.isStarted() && !site.isUp()) { // frozen: the operator waits
      agenda.after(LOOK_MILLIS, () -> give(site, version));
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

  /** All sites get the newer version, whatever was planned. */
  void stop() {
    stopped = true;
    sites.all().forEach(site -> restart(site, to));
  }
}
