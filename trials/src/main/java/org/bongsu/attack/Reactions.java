package org.bongsu.attack;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** How long a bystander's requests took, and which failed. */
final class Reactions {
  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(DIGITS);
  private final Map<String, Integer> failures = new TreeMap<>();

  synchronized void took(long nanos) {
    micros.recordValue(nanos / 1_000);
  }

  synchronized void failed(String how) {
    failures.merge(how, 1, Integer::sum);
  }

  synchronized long count() {
    return micros.getTotalCount();
  }

  synchronized double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  /** How many failed, by what was seen. */
  synchronized Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }
}
