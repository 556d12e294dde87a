package org.bongsu.fuzz;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of fuzzing a target.
 *
 * @param executions inputs that were run, those of the corpus included
 * @param features coverage as Jazzer counts it: branches, and how often they were taken
 * @param finding an input for which a property does not hold, empty if there is none
 * @param whole whether Jazzer ran to its end; if not, the output says why
 */
public record FuzzResult(
    String target, long executions, long features, Optional<Path> finding, boolean whole) {
  public boolean passed() {
    return whole && finding.isEmpty();
  }

  /** One line of the table that the command prints. */
  public String line() {
    String outcome = finding.isPresent() ? "finding" : whole ? "passed" : "did not run";
    return "%-16s %,14d executions %,8d features  %s"
        .formatted(target, executions, features, outcome);
  }
}
