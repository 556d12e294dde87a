package org.bongsu.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * New seeds in each run, and all seeds that ever failed. {@link SimulationTest} runs the same seeds
 * each time: it guards against regressions, but finds nothing new in unchanged code.
 */
class SimulationSeedsTest {
  /** {@code -Dsim.fresh=1000} for more of them. */
  private static final int FRESH = Integer.getInteger("sim.fresh", 20);

  private static final String KEPT = "failing-seeds.txt";

  @Test
  void freshSeedsPass() {
    long first = System.currentTimeMillis();
    System.out.printf(
        "simulating fresh seeds; again: ./bongsu sim --seed %d --seeds %d%n", first, FRESH);
    LongStream.range(first, first + FRESH)
        .parallel()
        .forEach(seed -> passes(seed, BugInjector.NONE));
  }

  @Test
  void seedsThatFailedOncePass() throws IOException {
    try (InputStream in = SimulationSeedsTest.class.getResourceAsStream(KEPT)) {
      if (in == null) {
        fail(KEPT + " is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      kept(text).stream().parallel().forEach(seed -> passes(seed, BugInjector.NONE));
    }
  }

  @Test
  void keptSeedsAreReadWithTheirNotes() {
    assertEquals(
        List.of(7L, 1764496800123L),
        kept("# a note\n\n7\n1764496800123  # OrderKept, 2026-11-30\n"));
  }

  @Test
  void aSeedThatFailsSaysHowToRepeatAndToKeepIt() {
    BugInjector lost =
        (site, shard, db, applied) ->
            db.execute("UPDATE event SET content = '{}' WHERE type = 'm.room.message'");
    String message = assertThrows(AssertionError.class, () -> passes(7, lost)).getMessage();
    assertTrue(message.contains("./bongsu sim --seed 7\n"), message);
    assertTrue(message.contains(KEPT), message);
  }

  private static void passes(long seed, BugInjector bugs) {
    try {
      Simulation.run(seed, SimOptions.defaults(), bugs);
    } catch (SimulationFailed e) {
      throw new AssertionError(
          "%s%nAdd %d to trials/src/test/resources/org/bongsu/sim/%s, so that it is not forgotten."
              .formatted(e.getMessage(), seed, KEPT),
          e);
    }
  }

  private static List<Long> kept(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(Long::valueOf)
        .toList();
  }
}
