package org.bongsu.sim;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Checkers found violations; the message names them, the seed, and the command that repeats the
 * run.
 */
public final class SimulationFailed extends RuntimeException {
  private final long seed;
  private final List<String> checkers;

  SimulationFailed(long seed, List<Checker.Finding> findings) {
    super(
        findings.stream()
            .map(finding -> finding.checker() + ": " + finding.what() + "\n")
            .collect(Collectors.joining("", "", again(seed))));
    this.seed = seed;
    this.checkers = findings.stream().map(Checker.Finding::checker).toList();
  }

  SimulationFailed(long seed, RuntimeException cause) {
    super(cause + "\n" + again(seed), cause);
    this.seed = seed;
    this.checkers = List.of();
  }

  private static String again(long seed) {
    return "Seed " + seed + " fails. Again: ./bongsu sim --seed " + seed;
  }

  public long seed() {
    return seed;
  }

  /** The simple names of the checkers that found violations; empty if the core itself failed. */
  public List<String> checkers() {
    return checkers;
  }
}
