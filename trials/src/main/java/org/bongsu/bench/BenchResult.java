package org.bongsu.bench;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * All results.
 *
 * @param sends rounds of the part {@code sends}; empty if it was not requested
 * @param limits rounds of the limit
 * @param delivery at most one round, of the part {@code delivery}
 * @param notes what a reader of the numbers must know
 * @param otherErrors outside of the loads, by kind
 */
public record BenchResult(
    Setting setting,
    Rounds sends,
    Rounds limits,
    Rounds delivery,
    List<Measure> measures,
    List<String> notes,
    Map<String, Long> otherErrors) {

  /**
   * The setting of the measurement.
   *
   * @param startedAt ISO 8601, UTC
   * @param roomSizes members of each room, ascending; empty if no part needs rooms
   */
  public record Setting(
      String startedAt,
      String server,
      int users,
      List<Integer> roomSizes,
      int senders,
      long seed,
      int processors) {}

  /** The load that the top-level numbers are about: {@code sends}, or else {@code delivery}. */
  Rounds primary() {
    return sends.isEmpty() ? delivery : sends;
  }

  /** All errors of all loads of the server; those of the limit are separate. */
  public long errors() {
    long others = otherErrors.values().stream().mapToLong(Long::longValue).sum();
    return sends.errors() + delivery.errors() + others;
  }

  /** Whether the server limited the rate of requests. */
  boolean limitedRate() {
    return java.util.stream.Stream.of(sends, delivery)
        .flatMap(rounds -> rounds.errorsByKind().keySet().stream())
        .anyMatch(kind -> kind.contains("429"));
  }

  /** Whether every target was met and nothing went wrong. */
  public boolean good() {
    return errors() == 0 && measures.stream().allMatch(Measure::met);
  }

  /** The numbers as the option {@code --json} writes them. */
  public ObjectNode json() {
    return ResultJson.of(this);
  }
}
