package org.bongsu.drill.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A lost site is named on the page of each undisturbed watcher within 15 seconds; and 30 seconds
 * after all sites are back, no page shows an incident.
 */
final class IncidentInTime {
  static final Duration OPEN_WITHIN = Duration.ofSeconds(15);
  static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

  private final WatchEvidence evidence;
  private final List<Double> opened = new ArrayList<>();
  private final List<Double> ended = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  IncidentInTime(WatchEvidence evidence) {
    this.evidence = evidence;
    Map<String, List<PageSample>> byWatcher = new HashMap<>();
    evidence
        .pages()
        .forEach(
            page -> byWatcher.computeIfAbsent(page.watcher(), one -> new ArrayList<>()).add(page));
    evidence.losses().stream()
        .filter(loss -> loss.lasted().compareTo(WatchEvidence.TOLD_IF_LONGER) > 0)
        .forEach(loss -> byWatcher.forEach((watcher, pages) -> opening(loss, watcher, pages)));
    evidence.faults().forEach(fault -> byWatcher.forEach((name, pages) -> ending(fault, pages)));
  }

  private void opening(WatchEvidence.Loss loss, String watcher, List<PageSample> pages) {
    if (!evidence.isWell(watcher, loss.fromNanos())
        || !evidence.isWell(watcher, loss.fromNanos() + OPEN_WITHIN.toNanos())) {
      return;
    }
    Optional<PageSample> named =
        pages.stream()
            .filter(page -> page.nanos() - loss.fromNanos() >= 0)
            .filter(page -> page.down().containsKey(loss.site()))
            .findFirst();
    double seconds =
        named.map(page -> (page.nanos() - loss.fromNanos()) / 1e9).orElse(Double.MAX_VALUE);
    opened.add(seconds);
    if (seconds > OPEN_WITHIN.toSeconds()) {
      findings.add(
          "site %s was lost, and watcher %s named it after %.1f s"
              .formatted(loss.site(), watcher, seconds));
    }
  }

  private void ending(FaultWindow fault, List<PageSample> pages) {
    if (fault.backNanos().isEmpty()) {
      return;
    }
    long back = fault.backNanos().get();
    boolean nextIsNear =
        evidence.faults().stream()
            .anyMatch(next ->
                next.injectedNanos() - back > 0
                    && next.injectedNanos() - back < ENDED_WITHIN.toNanos());
    double last = 0;
    for (PageSample page : pages) {
      if (page.nanos() - back >= 0
          && page.nanos() - back < 2 * ENDED_WITHIN.toNanos()
          && page.isOpen()
          && evidence.isWell(page.watcher(), page.nanos())
          && !isInLaterFault(page.nanos(), fault)) {
        last = (page.nanos() - back) / 1e9;
      }
    }
    if (nextIsNear) {
      return;
    }
    ended.add(last);
    if (last > ENDED_WITHIN.toSeconds()) {
      findings.add(
          "%s: watcher %s showed an incident %.1f s after the sites were back"
              .formatted(fault.label(), pages.getFirst().watcher(), last));
    }
  }

  private boolean isInLaterFault(long nanos, FaultWindow fault) {
    return evidence.faults().stream()
        .anyMatch(later ->
            later.injectedNanos() - fault.injectedNanos() > 0
                && nanos - later.injectedNanos() >= 0);
  }

  /** Seconds from each loss until a page named it, sorted. */
  List<Double> opened() {
    return List.copyOf(new ArrayList<>(opened.stream().sorted().toList()));
  }

  /** Seconds from the return of the sites until no page showed an incident, sorted. */
  List<Double> ended() {
    return ended.stream().sorted().toList();
  }

  List<String> findings() {
    return List.copyOf(new TreeSet<>(findings));
  }
}
