package org.bongsu.sim;

import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.timer.Timers;

/**
 * What fires timers in one site: the leader by its own clock, which may be wrong, over a network
 * that loses, repeats and overtakes. Now and then a site does so that is not the leader, and one
 * fires what is not due yet.
 */
final class SimulatedTimers {
  private static final int BATCH_MAX = 10;
  private static final int WRONGLY_PERCENT = 4;
  private static final long HASTE_MILLIS_MAX = 300;

  private final Site site;
  private final Sites sites;
  private final Scheduler agenda;
  private final SeededRandom chance;

  SimulatedTimers(Site site, Sites sites, Scheduler agenda, SeededRandom chance) {
    this.site = site;
    this.sites = sites;
    this.agenda = agenda;
    this.chance = chance;
  }

  void start() {
    agenda.after(chance.between(5, 60), this::look);
  }

  private void look() {
    if (site.isUp() && (site.isLeader() || chance.percent(WRONGLY_PERCENT))) {
      long haste = chance.percent(WRONGLY_PERCENT) ? chance.between(1, HASTE_MILLIS_MAX) : 0;
      for (int shard = 0; shard < sites.map().count(); shard++) {
        fire(shard, site.clockMillis() + haste);
      }
    }
    start();
  }

  private void fire(int shard, long nowMillis) {
    for (FireTimer fire : new Timers(site.db(shard)).due(nowMillis, BATCH_MAX)) {
      int copies = chance.percent(5) ? 0 : chance.percent(10) ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        agenda.after(chance.percent(70) ? 1 : chance.between(1, 200), () -> append(shard, fire));
      }
    }
  }

  private void append(int shard, FireTimer fire) {
    if (site.isUp()) {
      site.submit(shard, "timers-" + site.number(), site.clockMillis(), fire, offset -> {});
    }
  }

  /** Whether a timer waits. */
  boolean hasWork() {
    for (int shard = 0; shard < sites.map().count(); shard++) {
      if (new Timers(site.db(shard)).earliest().isPresent()) {
        return true;
      }
    }
    return false;
  }
}
