package org.bongsu.sim;

import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.timer.Timers;

/**
 * Fires the timers of one site if it is the leader, by its own clock, which may be wrong, over a
 * network that loses, repeats and reorders. Sometimes a site that is not the leader fires them too,
 * or one fires a timer that is not due yet.
 */
final class SimulatedTimers {
  private static final int BATCH_MAX = 10;
  private static final int WRONGLY_PERCENT = 4;
  private static final long HASTE_MILLIS_MAX = 300;

  private final Site site;
  private final Sites sites;
  private final Scheduler scheduler;
  private final SeededRandom random;

  SimulatedTimers(Site site, Sites sites, Scheduler scheduler, SeededRandom random) {
    this.site = site;
    this.sites = sites;
    this.scheduler = scheduler;
    this.random = random;
  }

  void start() {
    scheduler.after(random.between(5, 60), this::look);
  }

  private void look() {
    if (site.isUp() && (site.isLeader() || random.percent(WRONGLY_PERCENT))) {
      long haste = random.percent(WRONGLY_PERCENT) ? random.between(1, HASTE_MILLIS_MAX) : 0;
      for (int shard = 0; shard < sites.map().count(); shard++) {
        fire(shard, site.clockMillis() + haste);
      }
    }
    start();
  }

  private void fire(int shard, long nowMillis) {
    for (FireTimer fire : new Timers(site.db(shard)).due(nowMillis, BATCH_MAX)) {
      int copies = random.percent(5) ? 0 : random.percent(10) ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        scheduler.after(random.percent(70) ? 1 : random.between(1, 200), () -> append(shard, fire));
      }
    }
  }

  private void append(int shard, FireTimer fire) {
    if (site.isUp()) {
      site.submit(shard, "timers-" + site.number(), site.clockMillis(), fire, offset -> {});
    }
  }

  /** Whether a timer is pending. */
  boolean hasWork() {
    for (int shard = 0; shard < sites.map().count(); shard++) {
      if (new Timers(site.db(shard)).earliest().isPresent()) {
        return true;
      }
    }
    return false;
  }
}
