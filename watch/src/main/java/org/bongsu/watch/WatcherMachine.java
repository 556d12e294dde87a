package org.bongsu.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All decisions of a watcher: which of its results count, what the watchers agree on, and when an
 * incident opens, changes and ends. It has no thread, lock or clock: results, reports of other
 * watchers and moments go in.
 *
 * <p>A failure counts if the next probe fails, too. A watcher that has been frozen does not trust
 * failures from that time, because it may have been itself that was late.
 */
final class WatcherMachine {
  /** Slow results in a row after which a service is reported as slow. */
  private static final int SLOW_RESULTS = 3;

  private static final int FAILURES = 2;

  /** A result that is older does not count. */
  static final Duration RESULT_VALID = Duration.ofSeconds(20);

  /** A report that came earlier does not count. */
  static final Duration REPORT_VALID = Duration.ofSeconds(10);

  /** Between two calls of {@link #tick}; if it is longer, this watcher was frozen. */
  private static final Duration TICK_MAX = Duration.ofSeconds(2);

  private final WatchedDeployment watched;
  private final Agreement agreement;
  private final Incidents incidents;
  private final Map<Probe, Own> own = new TreeMap<>();
  private final Map<String, Received> received = new TreeMap<>();
  private Moment lastTick;
  private Moment thawed;
  private Situation situation;
  private List<String> reporting = List.of();

  /** What this watcher knows by its own probes. */
  private static final class Own {
    Health health = Health.WORKS;
    boolean isKnown;
    int failures;
    int slow;
    Moment renewed;

    Own(Moment now) {
      this.renewed = now;
    }
  }

  private record Received(Report report, Moment at) {}

  WatcherMachine(WatchedDeployment watched, Incidents incidents, Moment now) {
    this.watched = watched;
    this.agreement = new Agreement(watched.watchers());
    this.incidents = incidents;
    this.lastTick = now;
    this.thawed = now;
    this.situation = watched.situation(Map.of());
  }

  /** Takes what came of an own probe. */
  void result(ProbeResult result, Moment now) {
    Own state = own.computeIfAbsent(result.probe(), probe -> new Own(now));
    if (result.health() == Health.DOWN && result.begun().nanos() < thawed.nanos()) {
      return;
    }
    state.renewed = now;
    state.failures = result.health() == Health.DOWN ? state.failures + 1 : 0;
    state.slow = result.health() == Health.SLOW ? state.slow + 1 : 0;
    if (state.failures == 0 || state.failures >= FAILURES) {
      state.isKnown = true;
      state.health =
          state.failures > 0
              ? Health.DOWN
              : state.slow >= SLOW_RESULTS ? Health.SLOW : Health.WORKS;
    }
  }

  /** Takes another watcher's report; one that came before is ignored. */
  void received(Report report, Moment now) {
    Received before = received.get(report.watcher());
    if (!report.watcher().equals(watched.watcher())
        && (before == null || before.report.number() != report.number())) {
      received.put(report.watcher(), new Received(report, now));
    }
  }

  /** This watcher's report. */
  Report report(Moment now) {
    Map<Probe, Health> found = new TreeMap<>();
    own.forEach((probe, state) -> {
      if (state.isKnown && now.isWithin(RESULT_VALID, state.renewed)) {
        found.put(probe, state.health);
      }
    });
    return new Report(watched.watcher(), now.nanos(), found);
  }

  /** Whether a site should be checked before its time. */
  Doubt doubt(String site, Moment now) {
    for (Service service : watched.services()) {
      Own state = own.get(new Probe(site, service));
      if (state != null && state.failures == 1) {
        return Doubt.OF_OWN_RESULT;
      }
    }
    boolean isReportedDown =
        fresh(now).stream()
            .flatMap(report -> report.found().entrySet().stream())
            .anyMatch(found ->
                found.getValue() == Health.DOWN
                    && found.getKey().site().equals(site)
                    && worksFromHere(found.getKey()));
    return isReportedDown ? Doubt.OF_ANOTHER_WATCHER : Doubt.NONE;
  }

  private boolean worksFromHere(Probe probe) {
    Own state = own.get(probe);
    return state != null && state.failures == 0;
  }

  /** Whether something is down at a site by this watcher's own results. */
  boolean isDown(String site) {
    return own.entrySet().stream()
        .anyMatch(one -> one.getKey().site().equals(site) && one.getValue().failures > 0);
  }

  /** The other watchers' reports that count. */
  private List<Report> fresh(Moment now) {
    List<Report> fresh = new ArrayList<>();
    for (Received one : received.values()) {
      if (now.isWithin(REPORT_VALID, one.at)) {
        fresh.add(one.report);
      }
    }
    return fresh;
  }

  /** To be called several times a second. */
  void tick(Moment now) {
    if (!now.isWithin(TICK_MAX, lastTick)) {
      thawed = now;
    }
    lastTick = now;
    List<Report> reports = fresh(now);
    Report mine = report(now);
    if (!mine.found().isEmpty()) {
      reports.add(mine);
    }
    reporting = reports.stream().map(Report::watcher).sorted().toList();
    situation = watched.situation(agreement.of(reports));
    incidents.step(situation, now);
  }

  /** What was agreed on at the last tick. */
  Situation situation() {
    return situation;
  }

  /** How many watchers took part in that. */
  int reporting() {
    return reporting.size();
  }

  /** Whether this watcher has the first name of those that took part. */
  boolean isFirst() {
    return !reporting.isEmpty() && reporting.getFirst().equals(watched.watcher());
  }
}
