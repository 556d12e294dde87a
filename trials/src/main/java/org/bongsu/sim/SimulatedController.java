package org.bongsu.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.sim.SimulatedPartition.Leadership;

/**
 * Kafka's controller quorum, as far as it affects partitions. One site's controller is active while
 * it reaches another one. A broker that is silent for a session is removed from every ISR (in-sync
 * replica set) and loses its leaderships. A replica that leaves an ISR which thereby becomes too
 * small for writes holds every committed record, so it stays eligible (KIP-966); no other replica
 * outside the ISR becomes leader.
 */
final class SimulatedController {
  private static final long TICK_MILLIS = 20;
  private static final long SESSION_MILLIS = 200;
  private static final long LAG_MILLIS = 250;

  private final SimulatedNetwork network;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final int sites;
  private final List<SimulatedPartition> partitions;
  private final List<Leadership> decided = new ArrayList<>();

  /** By partition, replicas that left the ISR and may lead if it is empty. */
  private final List<Set<Integer>> eligible = new ArrayList<>();

  private final long[] heardMillis;

  /** Brokers that have restarted, and are out of sync until they have caught up. */
  private final Set<Integer> fresh = new HashSet<>();

  private int active;
  private long activeMillis;

  SimulatedController(
      int sites,
      List<SimulatedPartition> partitions,
      SimulatedNetwork network,
      Scheduler scheduler,
      SeededRandom random) {
    this.sites = sites;
    this.partitions = partitions;
    this.network = network;
    this.scheduler = scheduler;
    this.random = random;
    this.heardMillis = new long[sites];
    Arrays.fill(heardMillis, scheduler.nowMillis());
    this.activeMillis = scheduler.nowMillis();
    partitions.forEach(partition -> {
      decided.add(partition.believedAt(0));
      eligible.add(Set.of());
    });
  }

  void start() {
    scheduler.after(
        TICK_MILLIS,
        () -> {
          tick();
          start();
        });
  }

  Leadership decided(int partition) {
    return decided.get(partition);
  }

  /** The sites whose replica holds every committed record, unless its disk has burnt since. */
  Set<Integer> complete(int partition) {
    Set<Integer> complete = new TreeSet<>(decided.get(partition).inSync());
    complete.addAll(eligible.get(partition));
    return complete;
  }

  int active() {
    return active;
  }

  /** A broker has started; it is out of every ISR until it has caught up. */
  void registers(int site) {
    fresh.add(site);
  }

  /**
   * A broker has started with empty disks. It may not lead even if no other replica is left, as a
   * Kafka 4 broker after an unclean shutdown (KIP-966).
   */
  void registersEmpty(int site) {
    registers(site);
    for (int number = 0; number < decided.size(); number++) {
      Leadership now = decided.get(number);
      Set<Integer> inSync = new TreeSet<>(now.inSync());
      inSync.remove(site);
      int leader = now.leader() == site ? Leadership.NOBODY : now.leader();
      replace(number, leader, now.epoch(), inSync);
      Set<Integer> others = new TreeSet<>(eligible.get(number));
      others.remove(site);
      eligible.set(number, others);
    }
  }

  private void tick() {
    if (!elect()) {
      return;
    }
    for (int site = 0; site < sites; site++) {
      if (network.connects(active, site)) {
        heardMillis[site] = scheduler.nowMillis();
      }
    }
    for (int number = 0; number < decided.size(); number++) {
      decide(number);
      publish(number);
    }
    fresh.removeIf(site -> network.connects(active, site));
  }

  /** Whether there is an active controller now. */
  private boolean elect() {
    long now = scheduler.nowMillis();
    if (hasMajority(active)) {
      activeMillis = now;
      return true;
    }
    for (int site = 0; site < sites && now - activeMillis > SESSION_MILLIS; site++) {
      if (hasMajority(site)) {
        active = site;
        activeMillis = now;
        Arrays.fill(heardMillis, now);
        return true;
      }
    }
    return false;
  }

  private boolean hasMajority(int site) {
    int reached = 0;
    for (int other = 0; other < sites; other++) {
      reached += network.connects(site, other) ? 1 : 0;
    }
    return 2 * reached > sites;
  }

  private boolean isAlive(int site) {
    return scheduler.nowMillis() - heardMillis[site] <= SESSION_MILLIS && !fresh.contains(site);
  }

  private void decide(int number) {
    SimulatedPartition partition = partitions.get(number);
    Leadership now = decided.get(number);
    Set<Integer> inSync = new TreeSet<>(now.inSync());
    inSync.removeIf(site -> !isAlive(site));
    if (inSync.isEmpty()) {
      replace(number, Leadership.NOBODY, now.epoch(), inSync);
      List<Integer> mayLead = eligible.get(number).stream().filter(this::isAlive).toList();
      if (!mayLead.isEmpty()) {
        int leader = random.pick(mayLead);
        replace(number, leader, now.epoch() + 1, Set.of(leader));
      }
      return;
    }
    if (!inSync.contains(now.leader())) {
      int leader = random.pick(List.copyOf(inSync));
      replace(number, leader, now.epoch() + 1, inSync);
      return;
    }
    if (asks(partition, now)) {
      inSync.removeAll(partition.behind(now, LAG_MILLIS));
      for (int site = 0; site < sites; site++) {
        if (!inSync.contains(site) && isAlive(site) && partition.hasCaughtUp(now, site)) {
          inSync.add(site);
        }
      }
    }
    replace(number, now.leader(), now.epoch(), inSync);
    if (asks(partition, now) && !now.inSync().containsAll(inSync)) {
      partition.learn(now.leader(), decided.get(number)); // the leader learns of it first
    }
  }

  /** The leader reports lagging and caught-up followers, so it must be reachable. */
  private boolean asks(SimulatedPartition partition, Leadership now) {
    return network.connects(active, now.leader())
        && partition.believedAt(now.leader()).epoch() == now.epoch();
  }

  private void replace(int number, int leader, int epoch, Set<Integer> inSync) {
    Leadership was = decided.get(number);
    if (was.leader() != leader || was.epoch() != epoch || !was.inSync().equals(inSync)) {
      Set<Integer> left = new TreeSet<>();
      if (inSync.size() < SimulatedPartition.inSyncMin(sites)) {
        left.addAll(complete(number));
        left.removeAll(inSync);
      }
      eligible.set(number, left);
      decided.set(
          number,
          new Leadership(
              leader,
              epoch,
              Collections.unmodifiableSet(new TreeSet<>(inSync)),
              was.version() + 1));
    }
  }

  private void publish(int number) {
    Leadership news = decided.get(number);
    for (int site = 0; site < sites; site++) {
      int to = site;
      if (partitions.get(number).believedAt(site).version() < news.version()) {
        network.send(active, site, () -> partitions.get(number).learn(to, news));
      }
    }
  }
}
