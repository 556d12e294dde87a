package org.bongsu.drill.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the checkers see.
 *
 * @param pages of all watchers, by time
 * @param sites samples of all sites, by time
 */
record WatchEvidence(
    List<PageSample> pages,
    List<SiteSample> sites,
    List<Disturbance> disturbances,
    List<FaultWindow> faults) {
  /** Shorter losses need not be told. */
  static final Duration TOLD_IF_LONGER = Duration.ofSeconds(15);

  /** A watcher's page counts again so long after it was disturbed. */
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(20);

  /** A time in which a site did not answer. */
  record Loss(String site, long fromNanos, long toNanos) {
    Duration lasted() {
      return Duration.ofNanos(toNanos - fromNanos);
    }
  }

  /** The losses of each site, from the samples. */
  List<Loss> losses() {
    List<Loss> losses = new ArrayList<>();
    Map<String, Long> since = new HashMap<>();
    for (SiteSample sample : sites) {
      if (!sample.answered()) {
        since.putIfAbsent(sample.site(), sample.nanos());
      } else if (since.containsKey(sample.site())) {
        losses.add(new Loss(sample.site(), since.remove(sample.site()), sample.nanos()));
      }
    }
    return losses;
  }

  /** Whether a watcher is as it should be at a time. */
  boolean isWell(String watcher, long nanos) {
    return disturbances.stream()
        .filter(one -> one.watcher().equals(watcher))
        .noneMatch(one ->
            one.fromNanos() - nanos <= 0
                && (one.toNanos() == Long.MAX_VALUE
                    || nanos - one.toNanos() <= RECOVERS_WITHIN.toNanos()));
  }
}
