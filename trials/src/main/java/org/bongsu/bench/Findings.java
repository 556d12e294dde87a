package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of the parts so far. */
final class Findings {
  private final List<Measure> measures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<LoadMeasure> sends = new ArrayList<>();
  private final List<LoadMeasure> limits = new ArrayList<>();
  private final List<Double> carried = new ArrayList<>();
  private final Faults faults = new Faults();
  private Optional<LoadMeasure> delivery = Optional.empty();

  void add(Measure measure) {
    measures.add(measure);
  }

  /** A note for the reader of the numbers. */
  void note(String note) {
    notes.add(note);
  }

  /** An error outside of the loads. */
  void fault(String kind, long count) {
    faults.add(kind, count);
  }

  /** Errors in a load that has no rounds of its own in the result. */
  void loadFaults(LoadMeasure load) {
    new Rounds(List.of(load)).errorsByKind().forEach(faults::add);
  }

  void addSends(LoadMeasure round) {
    sends.add(round);
  }

  void addLimit(LoadMeasure round) {
    limits.add(round);
  }

  /** Records per second of the {@link Carrier}. */
  void addCarried(double recordsPerSecond) {
    carried.add(recordsPerSecond);
  }

  List<Double> carried() {
    return List.copyOf(carried);
  }

  void delivery(LoadMeasure measured) {
    delivery = Optional.of(measured);
  }

  Rounds sends() {
    return new Rounds(List.copyOf(sends));
  }

  Rounds limits() {
    return new Rounds(List.copyOf(limits));
  }

  BenchResult result(BenchResult.Setting setting) {
    return new BenchResult(
        setting,
        sends(),
        limits(),
        new Rounds(delivery.map(List::of).orElse(List.of())),
        List.copyOf(measures),
        List.copyOf(notes),
        faults.byKind());
  }
}
