package org.bongsu.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the bystander felt.
 *
 * @param idle without an attack
 * @param felt during each attack, by its name
 */
public record AttackResult(Felt idle, Map<String, Felt> felt) {
  /** The 99th percentile may be this many times that of the idle server. */
  private static final double SLOWER_MAX = 3;

  /** Below this nobody notices a difference, and a busy machine alone takes that long. */
  private static final double UNNOTICED_MILLIS = 250;

  /**
   * Requests of one period.
   *
   * @param failures how many, by what was seen
   */
  public record Felt(
      long requests, double p50Millis, double p99Millis, Map<String, Integer> failures) {
    static Felt of(Reactions reactions) {
      return new Felt(
          reactions.count(), reactions.millis(50), reactions.millis(99), reactions.failures());
    }

    private int failed() {
      return failures.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private double allowedMillis() {
    return Math.max(UNNOTICED_MILLIS, SLOWER_MAX * idle.p99Millis);
  }

  private boolean isHarmless(Felt one) {
    return one.failures.isEmpty() && one.p99Millis <= allowedMillis();
  }

  /** Whether no attack harmed anybody else. */
  public boolean passed() {
    return withoutFailures() && felt.values().stream().allMatch(this::isHarmless);
  }

  /** Whether each of the bystander's requests was answered, however long that took. */
  public boolean withoutFailures() {
    return idle.failures.isEmpty()
        && felt.values().stream().allMatch(one -> one.failures.isEmpty());
  }

  /** A table for the terminal, with the failures. */
  public String table() {
    List<String> lines = new ArrayList<>();
    lines.add("%-16s %9s %9s %9s %8s".formatted("", "requests", "p50 ms", "p99 ms", "failed"));
    lines.add(line("idle", idle, ""));
    felt.forEach((name, one) -> lines.add(line(name, one, isHarmless(one) ? "ok" : "HARM")));
    lines.add("allowed: p99 of %.0f ms, no failures".formatted(allowedMillis()));
    felt.forEach((name, one) ->
        one.failures.forEach((how, count) -> lines.add(name + ": " + count + " x " + how)));
    return String.join("\n", lines);
  }

  private static String line(String name, Felt one, String verdict) {
    return "%-16s %9d %9.1f %9.1f %8d %s"
        .formatted(name, one.requests, one.p50Millis, one.p99Millis, one.failed(), verdict)
        .stripTrailing();
  }
}
