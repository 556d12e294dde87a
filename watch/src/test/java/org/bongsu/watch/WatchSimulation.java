package org.bongsu.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Three watchers and three sites in simulated time: links that are slow and lose packets, watchers
 * that are frozen, cut off, restarted, or wrong, and sites that are lost and come back. Drives the
 * production {@link WatcherMachine}, {@link Schedule} and {@link Incidents}; the same seed gives
 * the same run.
 */
final class WatchSimulation {
  static final List<String> SITES = List.of("a", "b", "c");
  static final List<Service> SERVICES =
      List.of(Service.SIGN_IN, Service.TEXT, Service.PHOTO, Service.SEARCH);

  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration EXCHANGE = Duration.ofSeconds(1);
  private static final double ANSWER_SECONDS_MAX = 2.5;
  private static final double SERVICE_SECONDS_MAX = 3;
  private static final double SLOW_SECONDS = 1.5;

  /** Linux sends again after this on an open connection, and while it opens one. */
  private static final double SENDING_AGAIN = 0.3;

  private static final double CONNECTING_AGAIN = 1;
  private static final Instant START = Instant.parse("2022-10-15T06:00:00Z");

  /** A site is lost, or a service at it. */
  record Loss(String site, Optional<Service> service, double from, double to) {
    boolean holds(double second) {
      return from <= second && second < to;
    }
  }

  /** A watcher's link to everything. */
  static final class Link {
    double latency = 0.02;
    double lost;
    boolean isCut;
  }

  /** What a watcher that is wrong says. */
  enum Lie {
    NONE,
    ALL_DOWN,
    ALL_WELL,
    AT_RANDOM
  }

  /** One watcher with its surroundings. */
  final class Watcher {
    final String name;
    final Link link = new Link();
    final double clockSkew;
    Lie lie = Lie.NONE;
    boolean isFrozen;
    Incidents incidents;
    WatcherMachine machine;
    Schedule schedule;

    Watcher(int i, double clockSkew) {
      this.name = "w" + i;
      this.clockSkew = clockSkew;
      this.incidents = new Incidents(name);
      this.machine = new WatcherMachine(watched(name), incidents, moment(this));
      this.schedule = new Schedule(watched(name), Schedule.Rhythm.DEFAULT, moment(this));
    }

    /** A restart: only the incidents are kept, as in the file. */
    void restart() {
      Incidents kept = incidents;
      incidents = new Incidents(name);
      incidents.merge(kept.all(), moment(this).time());
      machine = new WatcherMachine(watched(name), incidents, moment(this));
      schedule = new Schedule(watched(name), Schedule.Rhythm.DEFAULT, moment(this));
    }
  }

  private record Event(double second, long number, Runnable action) {}

  final SplittableRandom random;
  final List<Loss> losses = new ArrayList<>();
  final List<Watcher> watchers = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::second).thenComparing(Event::number));
  private long number;
  private double second;

  WatchSimulation(long seed, int count) {
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      watchers.add(new Watcher(i, random.nextDouble(-2, 2)));
    }
    for (Watcher watcher : watchers) {
      at(random.nextDouble(5), () -> tick(watcher));
      at(random.nextDouble(1), () -> exchange(watcher));
    }
  }

  private WatchedDeployment watched(String name) {
    return new WatchedDeployment(name, 3, SITES, SERVICES);
  }

  private Moment moment(Watcher watcher) {
    long nanos = (long) (second * 1e9);
    return new Moment(nanos, START.plusNanos(nanos + (long) (watcher.clockSkew * 1e9)));
  }

  double now() {
    return second;
  }

  static Instant time(double second) {
    return START.plusNanos((long) (second * 1e9));
  }

  void at(double when, Runnable action) {
    events.add(new Event(when, number++, action));
  }

  private void after(double seconds, Runnable action) {
    at(second + seconds, action);
  }

  void runUntil(double end) {
    while (!events.isEmpty() && events.peek().second <= end) {
      Event event = events.remove();
      second = event.second;
      event.action.run();
    }
    second = end;
  }

  private void tick(Watcher watcher) {
    after(TICK.toMillis() / 1e3, () -> tick(watcher));
    if (watcher.isFrozen) {
      return;
    }
    Moment now = moment(watcher);
    watcher.machine.tick(now);
    for (String site : SITES) {
      Doubt doubt = watcher.machine.doubt(site, now);
      watcher.schedule.begin(site, doubt, now).ifPresent(thorough -> check(watcher, site, now));
    }
  }

  private void check(Watcher watcher, String site, Moment begun) {
    WatcherMachine machine = watcher.machine;
    double again = machine.isDown(site) ? CONNECTING_AGAIN : SENDING_AGAIN;
    double answer =
        isLost(site, Optional.empty()) ? Double.MAX_VALUE : roundTrip(watcher.link, again);
    if (answer > ANSWER_SECONDS_MAX) {
      after(
          ANSWER_SECONDS_MAX,
          () -> {
            for (Service service : SERVICES) {
              result(machine, watcher, new Probe(site, service), begun, ANSWER_SECONDS_MAX);
            }
            whenThawed(watcher, () -> watcher.schedule.ended(site, moment(watcher)));
          });
      return;
    }
    double longest = 0;
    for (Service service : SERVICES) {
      double took =
          isLost(site, Optional.of(service))
              ? SERVICE_SECONDS_MAX
              : Math.min(
                  roundTrip(watcher.link, again) + roundTrip(watcher.link, again),
                  SERVICE_SECONDS_MAX);
      longest = Math.max(longest, took);
      after(answer + took, () -> result(machine, watcher, new Probe(site, service), begun, took));
    }
    after(
        answer + longest,
        () -> whenThawed(watcher, () -> watcher.schedule.ended(site, moment(watcher))));
  }

  /** A frozen watcher learns of everything later, and takes answers for late ones. */
  private void whenThawed(Watcher watcher, Runnable action) {
    if (watcher.isFrozen) {
      after(0.1, () -> whenThawed(watcher, action));
    } else {
      action.run();
    }
  }

  private void result(
      WatcherMachine machine, Watcher watcher, Probe probe, Moment begun, double took) {
    boolean late = watcher.isFrozen;
    whenThawed(
        watcher,
        () -> {
          Health health =
              late || took >= ANSWER_SECONDS_MAX
                  ? Health.DOWN
                  : took >= SLOW_SECONDS ? Health.SLOW : Health.WORKS;
          Moment now = moment(watcher);
          if (late) {
            watcher.machine.tick(now); // the timer is as late as the answer
          }
          machine.result(new ProbeResult(probe, begun, health, Duration.ZERO, ""), now);
        });
  }

  private boolean isLost(String site, Optional<Service> service) {
    return losses.stream()
        .filter(loss -> loss.site.equals(site) && loss.holds(second))
        .anyMatch(loss -> loss.service.isEmpty() || loss.service.equals(service));
  }

  /**
   * The time of a request and its answer.
   *
   * @param again when a lost packet is sent again; twice that later the next time, as TCP does
   */
  private double roundTrip(Link link, double again) {
    if (link.isCut) {
      return Double.MAX_VALUE;
    }
    double took = link.latency * random.nextDouble(0.8, 1.5);
    for (double wait = again; random.nextDouble() < link.lost && wait < 8; wait *= 2) {
      took += wait;
    }
    return took;
  }

  private void exchange(Watcher to) {
    after(EXCHANGE.toMillis() / 1e3, () -> exchange(to));
    for (Watcher from : watchers) {
      if (from == to || to.isFrozen || from.isFrozen) {
        continue;
      }
      double took = roundTrip(from.link, SENDING_AGAIN) + roundTrip(to.link, SENDING_AGAIN);
      if (took < 1.5) {
        Report report = said(from);
        List<Incident> incidents = from.incidents.all();
        after(
            took,
            () -> {
              if (!to.isFrozen) {
                to.machine.received(report, moment(to));
                to.incidents.merge(incidents, moment(to).time());
              }
            });
      }
    }
  }

  private Report said(Watcher from) {
    Report report = from.machine.report(moment(from));
    return switch (from.lie) {
      case NONE -> report;
      case ALL_DOWN -> all(report, () -> Health.DOWN);
      case ALL_WELL -> all(report, () -> Health.WORKS);
      case AT_RANDOM -> all(report, () -> Health.values()[random.nextInt(3)]);
    };
  }

  private static Report all(Report report, java.util.function.Supplier<Health> health) {
    java.util.Map<Probe, Health> found = new java.util.TreeMap<>();
    for (String site : SITES) {
      for (Service service : SERVICES) {
        found.put(new Probe(site, service), health.get());
      }
    }
    return new Report(report.watcher(), report.number(), found);
  }
}
