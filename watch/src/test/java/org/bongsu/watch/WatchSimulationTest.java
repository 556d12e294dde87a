package org.bongsu.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.watch.WatchSimulation.Lie;
import org.bongsu.watch.WatchSimulation.Loss;
import org.bongsu.watch.WatchSimulation.Watcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** To replay one seed: {@code ./bongsu test -pl watch -am -Dtest=WatchSimulationTest -Dseed=N}. */
class WatchSimulationTest {
  private static final double HOUR = 3600;

  static Stream<Long> seeds() {
    Long one = Long.getLong("seed");
    return one != null ? Stream.of(one) : Stream.iterate(1L, seed -> seed + 1).limit(6);
  }

  /** A day of bad links, and of one watcher at a time that is wrong, frozen or cut off. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noFalseIncident(long seed) {
    WatchSimulation simulation = new WatchSimulation(seed, 3);
    for (Watcher watcher : simulation.watchers) {
      worsen(simulation, watcher);
    }
    disturbOneAtATime(simulation, 60);
    simulation.runUntil(24 * HOUR);
    for (Watcher watcher : simulation.watchers) {
      assertEquals(List.of(), watcher.incidents.all(), watcher.name);
    }
  }

  /** Links change every few minutes: up to 400 ms, and 3 % of packets lost. */
  private static void worsen(WatchSimulation simulation, Watcher watcher) {
    for (double at = 0; at < 24 * HOUR; at += simulation.random.nextDouble(60, 600)) {
      double latency = simulation.random.nextDouble(0.4);
      double lost = simulation.random.nextDouble(0.03);
      simulation.at(
          at,
          () -> {
            watcher.link.latency = latency;
            watcher.link.lost = lost;
          });
    }
  }

  private static void disturbOneAtATime(WatchSimulation simulation, double from) {
    for (double at = from; at < 24 * HOUR; ) {
      double lasts = simulation.random.nextDouble(5, 300);
      Watcher watcher = simulation.watchers.get(simulation.random.nextInt(3));
      switch (simulation.random.nextInt(6)) {
        case 0 ->
            during(
                simulation,
                at,
                lasts,
                () -> watcher.isFrozen = true,
                () -> watcher.isFrozen = false);
        case 1 ->
            during(
                simulation,
                at,
                lasts,
                () -> watcher.link.isCut = true,
                () -> watcher.link.isCut = false);
        case 2 -> simulation.at(at, watcher::restart);
        default -> {
          Lie lie = Lie.values()[1 + simulation.random.nextInt(3)];
          during(simulation, at, lasts, () -> watcher.lie = lie, () -> watcher.lie = Lie.NONE);
        }
      }
      at += lasts + simulation.random.nextDouble(20, 120);
    }
  }

  private static void during(
      WatchSimulation simulation, double at, double lasts, Runnable begin, Runnable end) {
    simulation.at(at, begin);
    simulation.at(at + lasts, end);
  }

  /** Losses of sites and of services, with the links of a normal day, and one bad watcher. */
  @ParameterizedTest
  @MethodSource("seeds")
  void incidentInTime(long seed) {
    WatchSimulation simulation = new WatchSimulation(seed, 3);
    Watcher bad = simulation.watchers.get((int) (seed % 3));
    bad.lie = Lie.values()[(int) (seed % 4)];
    simulation.watchers.forEach(watcher -> watcher.link.lost = 0.005);
    List<Double> opened = new ArrayList<>();
    List<Double> closed = new ArrayList<>();
    double at = 60;
    for (int i = 0; i < 100; i++) {
      Loss loss = loss(simulation, at);
      simulation.losses.add(loss);
      at = loss.to() + 600; // a new incident, not the former one again
      simulation.runUntil(loss.to() + 60);
      for (Watcher watcher : simulation.watchers) {
        if (watcher != bad || bad.lie == Lie.NONE) {
          Incident incident = watcher.incidents.all().getFirst();
          assertTrue(names(incident, loss), watcher.name + ": " + loss + " " + incident);
          opened.add(seconds(loss.from(), incident.began()));
          closed.add(seconds(loss.to(), incident.timeline().getLast().at()));
          assertTrue(!incident.isOpen(), watcher.name + ": " + loss + " " + incident);
        }
      }
    }
    assertEquals(100, simulation.watchers.get((int) (seed + 1) % 3).incidents.all().size());
    System.out.printf(
        "seed %d: opened after p50 %.1f p99 %.1f max %.1f s; ended p99 %.1f s%n",
        seed, share(opened, 0.5), share(opened, 0.99), share(opened, 1), share(closed, 0.99));
    assertTrue(share(opened, 0.99) < 15, "opened after " + share(opened, 0.99));
    assertTrue(share(closed, 0.99) < 30, "closed after " + share(closed, 0.99));
  }

  private static Loss loss(WatchSimulation simulation, double at) {
    String site =
        WatchSimulation.SITES.get(simulation.random.nextInt(WatchSimulation.SITES.size()));
    Optional<Service> service =
        simulation.random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                WatchSimulation.SERVICES.get(
                    simulation.random.nextInt(WatchSimulation.SERVICES.size())));
    double from = at + simulation.random.nextDouble(10);
    return new Loss(site, service, from, from + simulation.random.nextDouble(40, 300));
  }

  private static boolean names(Incident incident, Loss loss) {
    Set<Service> down = incident.everDown().getOrDefault(loss.site(), Set.of());
    return loss.service()
        .map(service -> down.equals(Set.of(service)))
        .orElse(down.containsAll(WatchSimulation.SERVICES));
  }

  private static double seconds(double from, Instant to) {
    return Duration.between(WatchSimulation.time(from), to).toMillis() / 1e3;
  }

  private static double share(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(sorted.size() * share)));
  }
}
