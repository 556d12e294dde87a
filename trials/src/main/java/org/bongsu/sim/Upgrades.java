package org.bongsu.sim;

/**
 * Operators: they give one site after the other a newer version, and some an older one again, which
 * is safe before all have had the newer one. In the end all have it.
 */
final class Upgrades {
  private static final int ROLLED_BACK_MAX = 2;
  private static final long LOOK_MILLIS = 50;

  private final Sites sites;
  private final Nemesis nemesis;
  private final Agenda agenda;
  private final Chance chance;
  private final History history;
  private boolean stopped;

  Upgrades(Sites sites, Nemesis nemesis, Agenda agenda, Chance chance, History history) {
    this.sites = sites;
    this.nemesis = nemesis;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
  }

  /** Plans what is done within a time. */
  void plan(long withinMillis) {
    for (Site site : sites.all()) {
      agenda.after(chance.between(300, withinMillis / 2), () -> give(site, Version.NEW));
    }
    for (int i = chance.below(ROLLED_BACK_MAX + 1); i > 0; i--) {
      Site site = chance.pick(sites.all());
      long at = chance.between(1_000, withinMillis);
      agenda.after(at, () -> give(site, Version.OLD));
      agenda.after(at + chance.between(200, 1_500), () -> give(site, Version.NEW));
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
    }
  }

  /** All sites get the newer version, whatever was planned. */
  void stop() {
    stopped = true;
    sites.all().forEach(site -> restart(site, Version.NEW));
  }
}
