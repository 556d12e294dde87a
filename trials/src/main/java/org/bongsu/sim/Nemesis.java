package org.bongsu.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks things: kills sites, burns them, brings them back with older files, freezes them, cuts
 * links in one direction or both; mostly one thing at a time, sometimes two.
 */
final class Nemesis {
  private final Sites sites;
  private final SimulatedNetwork network;
  private final Agenda agenda;
  private final Chance chance;
  private final History history;
  private boolean stopped;

  Nemesis(Sites sites, SimulatedNetwork network, Agenda agenda, Chance chance, History history) {
    this.sites = sites;
    this.network = network;
    this.agenda = agenda;
    this.chance = chance;
    this.history = history;
  }

  /** Plans so many faults within a time. */
  void plan(int faults, long withinMillis) {
    for (int i = 0; i < faults; i++) {
      Site site = chance.pick(sites.all());
      long at = chance.between(400, withinMillis);
      int kind = chance.below(100);
      if (kind < 30) {
        agenda.after(at, () -> kill(site));
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

  /** Breaks nothing more, and lets everything go on. */
  void stop() {
    stopped = true;
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
    if (mayBreak(site)) {
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
    if (mayBreak(site) && sites.log().canBurn(site.number())) {
      history.faults++;
      site.burn();
      startLater(site);
    }
  }

  private boolean mayBreak(Site site) {
    return !stopped && site.isUp();
  }

  private void startLater(Site site) {
    agenda.after(chance.between(10, 900), () -> start(site));
  }

  private void start(Site site) {
    if (site.isStarted()) {
      return;
    }
    if (site.isBurnt()) {
      List<Site> living = sites.all().stream().filter(Site::isUp).toList();
      if (living.isEmpty()) {
        agenda.after(50, () -> start(site));
        return;
      }
      site.rebuildFrom(chance.pick(living));
    }
    site.start();
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
