package org.bongsu.node;

import java.util.Map;

/**
 * A number of another part of the node, for the metrics.
 *
 * @param name with the unit last, as Prometheus has it
 * @param kind of all numbers of this name
 * @param values by label, written as {@code effect="push"}
 */
public record Metric(String name, String help, Kind kind, Map<String, Long> values) {
  /** Whether a number goes up and down, or only up. */
  public enum Kind {
    GAUGE,
    COUNTER
  }
}
