package org.bongsu.node;

import java.util.List;
import java.util.Map;

/**
 * A metric of one part of the node.
 *
 * @param name with the unit last, and {@code _total} at the end of counters, as in Prometheus
 * @param kind of all numbers of this name
 */
public record Metric(String name, String help, Kind kind, List<Sample> samples) {
  /** Whether the number may fall, or only rises. */
  public enum Kind {
    GAUGE,
    COUNTER
  }

  /**
   * A number.
   *
   * @param labels what distinguishes it from the others of this name; all have the same labels
   */
  public record Sample(Map<String, String> labels, double value) {
    /** A number with one label. */
    public static Sample of(String label, Object is, double value) {
      return new Sample(Map.of(label, is.toString()), value);
    }
  }

  /** A single number that may fall. */
  public static Metric gauge(String name, String help, double value) {
    return gauge(name, help, List.of(new Sample(Map.of(), value)));
  }

  /** Numbers that may fall. */
  public static Metric gauge(String name, String help, List<Sample> samples) {
    return new Metric(name, help, Kind.GAUGE, samples);
  }

  /** A single number that only rises. */
  public static Metric counter(String name, String help, double value) {
    return counter(name, help, List.of(new Sample(Map.of(), value)));
  }

  /** Numbers that only rise. */
  public static Metric counter(String name, String help, List<Sample> samples) {
    return new Metric(name, help, Kind.COUNTER, samples);
  }
}
