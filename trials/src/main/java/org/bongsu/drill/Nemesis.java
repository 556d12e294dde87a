package org.bongsu.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Injects faults into sites, undoes them, and waits until the sites serve again. What cannot be
 * undone, {@link Fault#LOSE_EVERYTHING}, is {@link DisasterRecovery}'s.
 */
final class Nemesis {
  private static final Duration BACK_WITHIN = Duration.ofMinutes(5);

  /** {@link Fault#LOSE_LOG}: brokers start again first. */
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(3);

  /** {@link Fault#BURN_TWICE}: time from the start of a burnt site to the second kill. */
  private static final int REBUILDING_MILLIS = 3_500;

  private static final int CLOCK_JUMP_SECONDS = 3_600;

  private final Sites sites;
  private final Surroundings surroundings;
  private final SplittableRandom random;
  private final Duration held;

  /**
   * A nemesis.
   *
   * @param held how long a fault lasts
   */
  Nemesis(Sites sites, Surroundings surroundings, Duration held, long seed) {
    this.sites = sites;
    this.surroundings = surroundings;
    this.held = held;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Runs one fault from its injection to the return of the last site.
   *
   * @param atController whether to choose the site that holds the active controller, or another
   */
  FaultRun run(Fault fault, boolean atController) throws IOException, InterruptedException {
    Optional<String> controller = surroundings.controllerSite(places());
    List<Site> hit = choose(fault, controller, atController);
    Set<String> names = hit.stream().map(Site::name).collect(Collectors.toCollection(TreeSet::new));
    long injected = System.nanoTime();
    for (Site site : hit) {
      inject(fault, site);
    }
    Thread.sleep(held);
    for (Site site : hit) {
      heal(fault, site);
    }
    if (fault == Fault.LOSE_LOG) {
      recover(hit);
    }
    long healed = System.nanoTime();
    return new FaultRun(
        fault,
        names,
        controller.map(names::contains).orElse(false),
        injected,
        healed,
        areBack() ? Optional.of(System.nanoTime()) : Optional.empty());
  }

  private List<Site> choose(Fault fault, Optional<String> controller, boolean atController) {
    List<Site> candidates = new ArrayList<>(sites.all());
    switch (fault) {
      case ROLLING_RESTART, LOSE_LOG -> {
        return candidates;
      }
      case TWO_SITES -> candidates.remove(random.nextInt(candidates.size()));
      case KILL_NODE,
          KILL_BROKER,
          KILL_SITE,
          FREEZE_NODE,
          FREEZE_BROKER,
          FREEZE_SITE,
          BURN,
          BURN_TWICE,
          CUT,
          CUT_ONE_WAY,
          SLOW_LINK,
          DISK_FULL,
          CLOCK_JUMP -> {
        if (controller.isPresent()) {
          candidates.removeIf(site -> site.name().equals(controller.get()) != atController);
        }
        return List.of(candidates.get(random.nextInt(candidates.size())));
      }
      case LOSE_EVERYTHING -> throw cannotBeUndone();
    }
    return candidates;
  }

  private void inject(Fault fault, Site site) throws IOException, InterruptedException {
    switch (fault) {
      case KILL_NODE -> site.killNode();
      case KILL_BROKER -> site.killBroker();
      case KILL_SITE, TWO_SITES -> site.kill();
      case BURN, BURN_TWICE -> {
        site.kill();
        site.burn();
      }
      case FREEZE_NODE -> site.freezeNode();
      case FREEZE_BROKER -> site.freezeBroker();
      case FREEZE_SITE -> {
        site.freezeBroker();
        site.freezeNode();
      }
      case LOSE_LOG -> site.burnBroker();
      case ROLLING_RESTART -> restart(site);
      case CUT -> sites.network().cut(site.place());
      case CUT_ONE_WAY -> sites.network().dropInbound(site.place());
      case SLOW_LINK -> sites.network().slow(site.place());
      case DISK_FULL -> sites.disk(site).fill();
      case CLOCK_JUMP ->
          sites.clock(site).set(random.nextBoolean() ? CLOCK_JUMP_SECONDS : -CLOCK_JUMP_SECONDS);
      case LOSE_EVERYTHING -> throw cannotBeUndone();
    }
  }

  /** Gracefully; returns when the site is back. */
  private void restart(Site site) throws InterruptedException {
    site.stop();
    site.start();
    site.awaitReady(BACK_WITHIN);
  }

  private void heal(Fault fault, Site site) throws IOException, InterruptedException {
    switch (fault) {
      case KILL_NODE, KILL_SITE, TWO_SITES, BURN -> site.start();
      case BURN_TWICE -> {
        site.start();
        Thread.sleep(REBUILDING_MILLIS);
        site.kill();
        site.start();
      }
      case FREEZE_NODE, FREEZE_BROKER, FREEZE_SITE -> site.thaw();
      case CUT, CUT_ONE_WAY, SLOW_LINK -> sites.network().heal(site.place());
      case DISK_FULL -> sites.disk(site).freeSpace();
      case CLOCK_JUMP -> sites.clock(site).set(0);
      case KILL_BROKER, ROLLING_RESTART -> {} // undone already
      case LOSE_LOG -> {} // by recover, for all sites together
      case LOSE_EVERYTHING -> throw cannotBeUndone();
    }
  }

  private static IllegalArgumentException cannotBeUndone() {
    return new IllegalArgumentException("what burnt everywhere cannot be undone");
  }

  /** Waits until all sites have noticed the loss, as an operator would, and repairs it. */
  private void recover(List<Site> all) throws IOException, InterruptedException {
    for (Site site : all) {
      if (!site.awaitLogLost(NOTICED_WITHIN)) {
        throw new IOException("site " + site.name() + " does not report that its log is lost");
      }
    }
    surroundings.recover(places());
  }

  private List<Place> places() {
    return sites.all().stream().map(Site::place).toList();
  }

  private boolean areBack() throws InterruptedException {
    boolean all = true;
    for (Site site : sites.all()) {
      all &= site.awaitReady(BACK_WITHIN);
    }
    return all;
  }
}
