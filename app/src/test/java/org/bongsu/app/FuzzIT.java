package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.bongsu.fuzz.FuzzOptions;
import org.bongsu.fuzz.FuzzResult;
import org.bongsu.fuzz.FuzzTrial;
import org.bongsu.fuzz.Target;
import org.bongsu.fuzz.Targets;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./bongsu fuzz}: Jazzer, with one target. */
class FuzzIT {
  private static final int RUNS = 20_000;

  @Test
  void jazzerRunsATargetAndMeasuresItsCoverage() throws Exception {
    Target range = Targets.named(Set.of("range")).getFirst();
    FuzzOptions options = new FuzzOptions(RUNS, 0);
    FuzzResult result = new FuzzTrial(Path.of(".."), options, System.out::println).run(range);
    assertTrue(result.passed(), result.line());
    assertTrue(result.executions() >= RUNS, result.line());
    assertTrue(result.features() > 1, result.line());
  }
}
