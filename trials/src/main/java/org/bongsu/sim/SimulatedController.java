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
 * Kafka's controller quorum, as far as partitions feel it: one site's controller decides while it
 * reaches another one; a broker from which it has not heard for a session is out of every set in
 * sync and leads nothing. Whoever leaves a set in sync that is then too small to take anything has
 * everything that counts, and stays eligible (KIP-966); nobody else outside of the set in sync is
 * ever made leader.
 */
final class SimulatedController {
  private static final long TICK_MILLIS = 20;
  private static final long SESSION_MILLIS = 200;
  private static final long LAG_MILLIS = 250;

  private final SimulatedNetwork network;
  private final Scheduler agenda;
  private final SeededRandom chance;
  private final int sites;
  private final List<SimulatedPartition> partitions;
  private final List<Leadership> decided = new ArrayList<>();

  /** For each partition who has left the set in sync, and may lead where nobody is in it. */
  private final List<Set<Integer>> eligible = new ArrayList<>();

  private final long[] heardMillis;

  /** Brokers that have started anew since, and must not count as in sync before they prove it. */
  private final Set<Integer> fresh = new HashSet<>();

  private int active;
  private long activeMillis;

  SimulatedController(
      int sites,
      List<SimulatedPartition> partitions,
      SimulatedNetwork network,
      Scheduler agenda,
      SeededRandom chance) {
    this.sites = sites;
    this.partitions = partitions;
    this.network = network;
    this.agenda = agenda;
    this.chance = chance;
    this.heardMillis = new long[sites];
    Arrays.fill(heardMillis, agenda.nowMillis());
    this.activeMillis = agenda.nowMillis();
    partitions.forEach(partition -> {
      decided.add(partition.believedAt(0));
      eligible.add(Set.of());
    });
  }

  void start() {
    agenda.after(
        TICK_MILLIS,
        () -> {
          tick();
          start();
        });
  }

  Leadership decided(int partition) {
    return decided.get(partition);
  }

  /** Whose replica of a partition has everything that counts, unless its disk has burnt since. */
  Set<Integer> complete(int partition) {
    Set<Integer> complete = new TreeSet<>(decided.get(partition).inSync());
    complete.addAll(eligible.get(partition));
    return complete;
  }

  int active() {
    return active;
  }

  /** A broker has started; it is out of every set in sync until it proves otherwise. */
  void registers(int site) {
    fresh.add(site);
  }

  /**
   * A broker has started over empty disks. It may not lead even where nobody else is there: as a
   * broker of Kafka 4 after an unclean end (KIP-966).
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
        heardMillis[site] = agenda.nowMillis();
      }
    }
    for (int number = 0; number < decided.size(); number++) {
      decide(number);
      publish(number);
    }
    fresh.removeIf(site -> network.connects(active, site));
  }

  /** Whether somebody decides now. */
  private boolean elect() {
    long now = agenda.nowMillis();
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
    return agenda.nowMillis() - heardMillis[site] <= SESSION_MILLIS && !fresh.contains(site);
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
        int leader = chance.pick(mayLead);
        replace(number, leader, now.epoch() + 1, Set.of(leader));
      }
      return;
    }
    if (!inSync.contains(now.leader())) {
      int leader = chance.pick(List.copyOf(inSync));
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
      partition.learn(
          now.leader(), decided.get(number)); // the leader counts it in before all others
    }
  }

  /** The leader itself says who lags and who has come, so it must be able to. */
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
