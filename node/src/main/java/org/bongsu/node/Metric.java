package org.bongsu.node;

import java.util.Map;

/**
 * A metric of one part of the node.
 *
 * @param name with the unit last, as in Prometheus
 * @param kind of all numbers of this name
 * @param values by label, written as {@code effect="push"}
 */
public record Metric(String name, String help, Kind kind, Map<String, Long> values) {
  /** Whether the number may fall, or only rises. */
  public enum Kind {
    GAUGE,
    COUNTER
  }
}
