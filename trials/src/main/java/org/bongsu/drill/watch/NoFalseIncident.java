package org.bongsu.drill.watch;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * Whatever is shown as down has a fault behind it: an incident is open only during a fault and its
 * aftermath, and a site is shown as lost only if it did not answer shortly before.
 */
final class NoFalseIncident {
  /** After all sites are back: they are still slow, and the incident ends after a calm time. */
  private static final Duration AFTERMATH = Duration.ofSeconds(45);

  /** From a failure to the page that shows it, and from recovery to the page without it. */
  private static final Duration BEFORE = Duration.ofSeconds(60);

  private NoFalseIncident() {}

  static List<String> check(WatchEvidence evidence) {
    TreeSet<String> findings = new TreeSet<>();
    for (PageSample page : evidence.pages()) {
      if (page.isOpen() && !isExplained(page, evidence)) {
        findings.add("watcher %s showed an incident without a fault".formatted(page.watcher()));
      }
      for (String site : page.sitesDown()) {
        if (!hasFailed(site, page, evidence)) {
          findings.add("watcher %s showed site %s as lost".formatted(page.watcher(), site));
        }
      }
    }
    return List.copyOf(findings);
  }

  private static boolean isExplained(PageSample page, WatchEvidence evidence) {
    return evidence.faults().stream()
        .anyMatch(fault ->
            page.nanos() - fault.injectedNanos() >= 0
                && fault
                    .backNanos()
                    .map(back -> page.nanos() - back <= AFTERMATH.toNanos())
                    .orElse(true));
  }

  private static boolean hasFailed(String site, PageSample page, WatchEvidence evidence) {
    return evidence.sites().stream()
        .anyMatch(sample ->
            sample.site().equals(site)
                && !sample.answered()
                && page.nanos() - sample.nanos() >= 0
                && page.nanos() - sample.nanos() <= BEFORE.toNanos());
  }
}
