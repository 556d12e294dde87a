package org.bongsu.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.command.ShardCommand;

/**
 * Injects faults: kills sites, burns them, restores backups, damages data, freezes sites, cuts
 * links in one or both directions; mostly one fault at a time, sometimes two. Data is never damaged
 * while a site is burnt, nor the other way round: with two replicas left, it cannot be decided
 * which is right.
 */
final class Nemesis {
  private static final long FILLER_EVERY_MILLIS = 6;
  private static final int FILLERS_MAX = 1_000;
  private static final int CLOCK_JUMPS_MAX = 3;
  private static final long CLOCK_JUMP_MILLIS_MAX = 3_000;

  private final Sites sites;
  private final SimulatedNetwork network;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final History history;
  private boolean stopped;
  private boolean awaitsDetection;

  Nemesis(
      Sites sites,
      SimulatedNetwork network,
      Scheduler scheduler,
      SeededRandom random,
      History history) {
    this.sites = sites;
    this.network = network;
    this.scheduler = scheduler;
    this.random = random;
    this.history = history;
    sites.all().forEach(site -> site.whenEnded(() -> startLater(site)));
  }

  /** Schedules {@code faults} faults within a time, and some clock jumps. */
  void plan(int faults, long withinMillis) {
    if (faults > 0) {
      planClockJumps(withinMillis);
    }
    for (int i = 0; i < faults; i++) {
      Site site = random.pick(sites.all());
      long at = random.between(400, withinMillis);
      int kind = random.below(100);
      if (kind < 20) {
        scheduler.after(at, () -> kill(site));
      } else if (kind < 30) {
        scheduler.after(at, () -> damage(site));
      } else if (kind < 45) {
        List<Path> backup = new ArrayList<>();
        scheduler.after(random.between(1, at), () -> backUp(site, backup));
        scheduler.after(at, () -> restoreBackup(site, backup));
      } else if (kind < 60) {
        scheduler.after(at, () -> burn(site));
      } else if (kind < 75) {
        scheduler.after(at, () -> freeze(site));
      } else {
        scheduler.after(at, () -> cut(site, kind < 85));
      }
    }
  }

  private void planClockJumps(long withinMillis) {
    for (int i = random.below(CLOCK_JUMPS_MAX + 1); i > 0; i--) {
      Site site = random.pick(sites.all());
      long off = random.between(-CLOCK_JUMP_MILLIS_MAX, CLOCK_JUMP_MILLIS_MAX);
      scheduler.after(
          random.between(400, withinMillis),
          () -> {
            if (!stopped) {
              site.setClockOffset(off);
            }
          });
    }
  }

  /** Stops injecting faults, and heals all of them. */
  void stop() {
    stopped = true;
    sites.all().forEach(site -> site.setClockOffset(0));
    network.heal();
    sites.all().stream().filter(site -> !site.isStarted()).forEach(this::start);
  }

  private void kill(Site site) {
    if (mayBreak(site)) {
      history.faults++;
      site.kill(random.below(sites.map().count()), random.below(20));
      startLater(site);
    }
  }

  private void backUp(Site site, List<Path> backup) {
    if (mayBreak(site) && !site.isDamaged()) {
      backup.addAll(site.backUp());
    }
  }

  private void restoreBackup(Site site, List<Path> backup) {
    if (mayBreak(site) && !backup.isEmpty()) {
      history.faults++;
      site.restoreBackup(backup);
      startLater(site);
    }
  }

  private void burn(Site site) {
    boolean differs = sites.all().stream().anyMatch(Site::isDamaged);
    if (mayBreak(site) && !differs && sites.log().canBurn(site.number())) {
      history.faults++;
      site.burn();
      startLater(site);
    }
  }

  private void damage(Site site) {
    boolean allSound = sites.all().stream().allMatch(one -> one.isUp() && !one.isDamaged());
    if (mayBreak(site) && allSound) {
      history.faults++;
      int shard = random.below(sites.map().count());
      site.damage(shard);
      startLater(site);
      awaitsDetection = true;
      appendFillers(site, shard, FILLERS_MAX);
    }
  }

  /**
   * Appends filler entries until the damage is found: the row scan must reach the damaged row, and
   * digests are compared only at some positions.
   */
  private void appendFillers(Site damaged, int shard, int left) {
    awaitsDetection = damaged.isDamaged() && left > 0;
    if (awaitsDetection) {
      Site site = random.pick(sites.all());
      if (site.serves()) {
        ShardCommand nothing = ShardCommand.Acknowledge.nothing(shard);
        site.submit(shard, "hurry", scheduler.nowMillis(), nothing, offset -> {});
      }
      scheduler.after(FILLER_EVERY_MILLIS, () -> appendFillers(damaged, shard, left - 1));
    }
  }

  /** Whether damage still has to be found. */
  boolean awaitsDetection() {
    return awaitsDetection;
  }

  private boolean mayBreak(Site site) {
    return !stopped && site.isUp();
  }

  void startLater(Site site) {
    scheduler.after(random.between(10, 900), () -> start(site));
  }

  private void start(Site site) {
    if (site.isStarted()) {
      return;
    }
    if (site.lacksData() && !fetchData(site)) {
      scheduler.after(50, () -> start(site));
      return;
    }
    site.start();
  }

  /** Gets the data from a living site, or replays the log; false if no site can give it now. */
  private boolean fetchData(Site site) {
    if (random.percent(30)) {
      site.replay();
      return true;
    }
    List<Site> living =
        sites.all().stream().filter(other -> other.isUp() && other.isSound()).toList();
    if (living.isEmpty()) {
      return false;
    }
    site.rebuildFrom(random.pick(living));
    return true;
  }

  private void freeze(Site site) {
    if (mayBreak(site)) {
      history.faults++;
      network.freeze(site.number(), random.between(50, 1_200));
    }
  }

  /** Cuts a site off from the others: both directions, only outgoing, or only incoming. */
  private void cut(Site site, boolean bothWays) {
    if (!mayBreak(site)) {
      return;
    }
    history.faults++;
    boolean outwards = random.percent(50);
    for (Site other : sites.all()) {
      if (other != site && random.percent(85)) {
        if (bothWays || outwards) {
          network.cut(site.number(), other.number());
        }
        if (bothWays || !outwards) {
          network.cut(other.number(), site.number());
        }
      }
    }
    scheduler.after(random.between(100, 1_500), network::mend);
  }
}
