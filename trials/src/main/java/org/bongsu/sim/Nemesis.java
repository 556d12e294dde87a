package org.bongsu.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.command.ShardCommand;

/**
 * Breaks things: kills sites, burns them, brings them back with older files or with data that
 * differs from the others', freezes them, cuts links in one direction or both; mostly one thing at
 * a time, sometimes two. But while data differs in one site nothing burns, nor the other way round:
 * with two replicas left, nobody can tell which of them is right.
 */
final class Nemesis {
  private static final long HURRY_MILLIS = 6;
  private static final int HURRIED_MAX = 1_000;
  private static final int CLOCK_JUMPS_MAX = 3;
  private static final long CLOCK_JUMP_MILLIS_MAX = 3_000;

  private final Sites sites;
  private final SimulatedNetwork network;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private final History history;
  private boolean stopped;
  private boolean hurries;

  Nemesis(
      Sites sites,
      SimulatedNetwork network,
      Scheduler agenda,
      SeededRandom chance,
      History history) {
    this.sites = sites;
    this.network = network;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
    sites.all().forEach(site -> site.whenEnded(() -> startLater(site)));
  }

  /** Plans so many faults within a time, and jumps of clocks besides. */
  void plan(int faults, long withinMillis) {
    if (faults > 0) {
      planClockJumps(withinMillis);
    }
    for (int i = 0; i < faults; i++) {
      Site site = chance.pick(sites.all());
      long at = chance.between(400, withinMillis);
      int kind = chance.below(100);
      if (kind < 20) {
        agenda.after(at, () -> kill(site));
      } else if (kind < 30) {
        agenda.after(at, () -> damage(site));
      } else if (kind < 45) {
        List<Path> backup = new ArrayList<>();
        agenda.after(chance.between(1, at), () -> backUp(site, backup));
        agenda.after(at, () -> fallBack(site, backup));
      } else if (kind < 60) {
        agenda.after(at, () -> burn(site));
      } else if (kind < 75) {
        agenda.after(at, () -> freeze(site));
      } else {
        agenda.after(at, () -> cut(site, kind < 85));
      }
    }
  }

  private void planClockJumps(long withinMillis) {
    for (int i = chance.below(CLOCK_JUMPS_MAX + 1); i > 0; i--) {
      Site site = chance.pick(sites.all());
      long off = chance.between(-CLOCK_JUMP_MILLIS_MAX, CLOCK_JUMP_MILLIS_MAX);
      agenda.after(
          chance.between(400, withinMillis),
          () -> {
            if (!stopped) {
              site.setClockOff(off);
            }
          });
    }
  }

  /** Breaks nothing more, and lets everything go on. */
  void stop() {
    stopped = true;
    sites.all().forEach(site -> site.setClockOff(0));
    network.heal();
    sites.all().stream().filter(site -> !site.isStarted()).forEach(this::start);
  }

  private void kill(Site site) {
    if (mayBreak(site)) {
      history.faults++;
      site.kill(chance.below(sites.map().count()), chance.below(20));
      startLater(site);
    }
  }

  private void backUp(Site site, List<Path> backup) {
    if (mayBreak(site) && !site.isDamaged()) {
      backup.addAll(site.backUp());
    }
  }

  private void fallBack(Site site, List<Path> backup) {
    if (mayBreak(site) && !backup.isEmpty()) {
      history.faults++;
      site.fallBack(backup);
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
      int shard = chance.below(sites.map().count());
      site.damage(shard);
      startLater(site);
      hurries = true;
      hurry(site, shard, HURRIED_MAX);
    }
  }

  /**
   * A damaged row is found when the scan of rows comes to it, and digests are compared at some
   * positions only: entries come until then.
   */
  private void hurry(Site damaged, int shard, int left) {
    hurries = damaged.isDamaged() && left > 0;
    if (hurries) {
      Site site = chance.pick(sites.all());
      if (site.serves()) {
        ShardCommand nothing = ShardCommand.Acknowledge.nothing(shard);
        site.submit(shard, "hurry", agenda.nowMillis(), nothing, offset -> {});
      }
      agenda.after(HURRY_MILLIS, () -> hurry(damaged, shard, left - 1));
    }
  }

  /** Whether it waits for damage to be found. */
  boolean hurries() {
    return hurries;
  }

  private boolean mayBreak(Site site) {
    return !stopped && site.isUp();
  }

  void startLater(Site site) {
    agenda.after(chance.between(10, 900), () -> start(site));
  }

  private void start(Site site) {
    if (site.isStarted()) {
      return;
    }
    if (site.lacksData() && !getData(site)) {
      agenda.after(50, () -> start(site));
      return;
    }
    site.start();
  }

  /** From a living site, or all of it from the log. */
  private boolean getData(Site site) {
    if (chance.percent(30)) {
      site.replay();
      return true;
    }
    List<Site> living =
        sites.all().stream().filter(other -> other.isUp() && other.isSound()).toList();
    if (living.isEmpty()) {
      return false;
    }
    site.rebuildFrom(chance.pick(living));
    return true;
  }

  private void freeze(Site site) {
    if (mayBreak(site)) {
      history.faults++;
      network.freeze(site.number(), chance.between(50, 1_200));
    }
  }

  /** Cuts a site off from the others, or only what it sends, or only what it gets. */
  private void cut(Site site, boolean bothWays) {
    if (!mayBreak(site)) {
      return;
    }
    history.faults++;
    boolean outwards = chance.percent(50);
    for (Site other : sites.all()) {
      if (other != site && chance.percent(85)) {
        if (bothWays || outwards) {
          network.cut(site.number(), other.number());
        }
        if (bothWays || !outwards) {
          network.cut(other.number(), site.number());
        }
      }
    }
    agenda.after(chance.between(100, 1_500), network::mend);
  }
}
