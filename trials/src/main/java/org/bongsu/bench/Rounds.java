package org.bongsu.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Several measured rounds of the same load: throughput is the median, latencies are merged. */
record Rounds(List<LoadMeasure> all) {

  boolean isEmpty() {
    return all.isEmpty();
  }

  double sendsPerSecond() {
    return median(LoadMeasure::sendsPerSecond);
  }

  double deliveriesPerSecond() {
    return median(LoadMeasure::deliveriesPerSecond);
  }

  Histogram acks() {
    return merged(all.stream().map(round -> round.window().acks()).toList());
  }

  Histogram deliveries() {
    return merged(all.stream().map(round -> round.window().deliveries()).toList());
  }

  long errors() {
    return sum(LoadMeasure::errors);
  }

  long sum(ToLongFunction<LoadMeasure> of) {
    return all.stream().mapToLong(of).sum();
  }

  double serverCpuSeconds() {
    return all.stream().mapToDouble(round -> round.window().serverCpuSeconds()).sum();
  }

  double generatorCpuSeconds() {
    return all.stream().mapToDouble(round -> round.window().generatorCpuSeconds()).sum();
  }

  double othersCpuSeconds() {
    return all.stream().mapToDouble(round -> round.window().othersCpuSeconds()).sum();
  }

  long serverRssBytes() {
    return all.stream().mapToLong(round -> round.window().serverRssBytes()).max().orElse(0);
  }

  double seconds() {
    return all.stream().mapToDouble(round -> round.window().seconds()).sum();
  }

  /** All errors, including losses. */
  Map<String, Long> errorsByKind() {
    Map<String, Long> kinds = new TreeMap<>();
    for (LoadMeasure round : all) {
      round.faults().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
      addIfAny(kinds, "delivery: missing", round.tally().missing());
      addIfAny(kinds, "delivery: duplicate", round.tally().duplicates());
      addIfAny(kinds, "delivery: to somebody who is not in the room", round.tally().misdelivered());
    }
    return kinds;
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private double median(ToDoubleFunction<LoadMeasure> of) {
    return isEmpty() ? 0 : median(all.stream().map(of::applyAsDouble).toList());
  }

  private static void addIfAny(Map<String, Long> kinds, String kind, long count) {
    if (count > 0) {
      kinds.merge(kind, count, Long::sum);
    }
  }

  private static Histogram merged(List<Histogram> histograms) {
    Histogram merged = new Histogram(3);
    histograms.forEach(merged::add);
    return merged;
  }
}
