package org.bongsu.drill.watch;

import java.util.ArrayList;
import java.util.List;

/**
 * How the watchers did.
 *
 * @param opened seconds from the loss of a site until a page named it; one for each undisturbed
 *     watcher; sorted
 * @param ended seconds from the return of all sites until no page showed an incident, sorted
 * @param pages how often a page was asked for
 * @param disturbances how often a watcher was disturbed
 * @param findings violations, each in a sentence
 */
public record WatchVerdict(
    List<Double> opened, List<Double> ended, int pages, int disturbances, List<String> findings) {

  static WatchVerdict of(WatchEvidence evidence) {
    IncidentInTime inTime = new IncidentInTime(evidence);
    List<String> findings = new ArrayList<>(inTime.findings());
    findings.addAll(NoFalseIncident.check(evidence));
    findings.addAll(PageAlwaysServed.check(evidence));
    return new WatchVerdict(
        inTime.opened(),
        inTime.ended(),
        evidence.pages().size(),
        evidence.disturbances().size(),
        findings);
  }

  /** A percentile of sorted values; not a number if there are none. */
  public static double percentile(List<Double> sorted, double share) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size())));
  }
}
