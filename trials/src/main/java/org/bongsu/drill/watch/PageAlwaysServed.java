package org.bongsu.drill.watch;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** Every watcher that is not disturbed serves its page, and what it says is new. */
final class PageAlwaysServed {
  private static final Duration AGE_MAX = Duration.ofSeconds(15);

  private PageAlwaysServed() {}

  static List<String> check(WatchEvidence evidence) {
    TreeSet<String> findings = new TreeSet<>();
    for (PageSample page : evidence.pages()) {
      if (!evidence.isWell(page.watcher(), page.nanos())) {
        continue;
      }
      if (!page.isServed()) {
        findings.add("watcher %s did not serve its page".formatted(page.watcher()));
      } else if (page.age().compareTo(AGE_MAX) > 0) {
        findings.add("the page of watcher %s was old".formatted(page.watcher()));
      }
    }
    return List.copyOf(findings);
  }
}
