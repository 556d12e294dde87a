package org.bongsu.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.bongsu.log.LogRecord;

/**
 * The log of all sites: a broker per site, a partition per shard, and one more for the status
 * records.
 */
final class SimulatedLog {
  /** Passed instead of an offset if it is unknown whether the record will be in the log. */
  static final long UNDECIDED = -1;

  private final SimulatedNetwork network;
  private final Scheduler scheduler;
  private final SeededRandom random;
  private final int sites;
  private final List<SimulatedPartition> partitions = new ArrayList<>();
  private final List<List<SimulatedProducer>> producers = new ArrayList<>();
  private final SimulatedController controller;

  /** Sites whose disks are empty. */
  private final Set<Integer> burnt = new HashSet<>();

  SimulatedLog(
      int shards, int sites, SimulatedNetwork network, Scheduler scheduler, SeededRandom random) {
    this.network = network;
    this.scheduler = scheduler;
    this.random = random;
    this.sites = sites;
    for (int number = 0; number <= shards; number++) {
      partitions.add(new SimulatedPartition(sites, number % sites, network, scheduler));
    }
    this.controller = new SimulatedController(sites, partitions, network, scheduler, random);
    for (int site = 0; site < sites; site++) {
      producers.add(List.of());
      startProducers(site);
    }
  }

  void start() {
    controller.start();
    for (int site = 0; site < sites; site++) {
      for (SimulatedPartition partition : partitions) {
        fetchRepeatedly(partition, site);
      }
    }
  }

  private void fetchRepeatedly(SimulatedPartition partition, int site) {
    scheduler.after(
        random.between(2, 12),
        () -> {
          if (network.isUp(site)) {
            partition.fetch(site);
          }
          fetchRepeatedly(partition, site);
        });
  }

  /** The partition of the status records. */
  int statuses() {
    return partitions.size() - 1;
  }

  SimulatedController controller() {
    return controller;
  }

  /**
   * A site's process appends.
   *
   * @param done gets the offset, or {@link #UNDECIDED}; never called if the process ends before
   */
  void append(int site, int partition, byte[] payload, LongConsumer done) {
    producers.get(site).get(partition).append(payload, done);
  }

  /** What a site reads now; empty if it reaches no leader. */
  List<LogRecord> read(int site, int partition, long from, int countMax) {
    for (int broker = 0; broker < sites; broker++) {
      if (network.connects(site, broker)) {
        var read = partitions.get(partition).read(broker, from, countMax);
        if (read.isPresent()) {
          return read.get();
        }
      }
    }
    return List.of();
  }

  /** The highest high watermark that any broker knows. */
  long end(int partition) {
    long end = 0;
    for (int site = 0; site < sites; site++) {
      end = Math.max(end, partitions.get(partition).highWatermark(site));
    }
    return end;
  }

  /** Whether a site's disk may burn without destroying the last copy of a record. */
  boolean canBurn(int site) {
    for (int number = 0; number < partitions.size(); number++) {
      boolean another =
          controller.complete(number).stream()
              .anyMatch(other -> other != site && network.isUp(other));
      if (!another) {
        return false;
      }
    }
    return true;
  }

  /** A site's node and broker have ended. */
  void stop(int site, boolean burns) {
    if (burns) {
      burnt.add(site);
    }
    producers.get(site).forEach(SimulatedProducer::close);
    for (SimulatedPartition partition : partitions) {
      partition.forget(site);
      if (burns) {
        partition.burn(site);
      }
    }
  }

  void restart(int site) {
    if (burnt.remove(site)) {
      controller.registersEmpty(site);
    } else {
      controller.registers(site);
    }
    startProducers(site);
  }

  private void startProducers(int site) {
    List<SimulatedProducer> fresh = new ArrayList<>();
    for (SimulatedPartition partition : partitions) {
      fresh.add(new SimulatedProducer(site, sites, partition, network, scheduler));
    }
    producers.set(site, fresh);
  }
}
