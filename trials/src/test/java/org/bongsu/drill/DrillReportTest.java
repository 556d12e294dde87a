package org.bongsu.drill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.Operation.Outcome;
import org.bongsu.report.Block;
import org.bongsu.report.Block.Span;
import org.bongsu.report.Block.State;
import org.junit.jupiter.api.Test;

class DrillReportTest {
  private static final long SECOND = 1_000_000_000L;

  /** One message a second at site a, of which the third waits; b is away from second 2 to 4. */
  private static DrillResult result(List<Finding> findings) {
    List<Operation> operations = new ArrayList<>();
    for (int second = 0; second < 6; second++) {
      long begin = second * SECOND;
      long end = begin + (second == 2 ? SECOND / 2 : SECOND / 100);
      operations.add(
          new Operation(Kind.SEND, "minji", "a", "a", "!r", "v", "$e", begin, end, Outcome.OK));
    }
    FaultRun run =
        new FaultRun(
            Fault.KILL_SITE, Set.of("b"), true, 2 * SECOND, 3 * SECOND, Optional.of(4 * SECOND));
    DrillOptions options =
        DrillOptions.of(
            List.of(Fault.KILL_SITE),
            Optional.empty(),
            1,
            DrillOptions.Load.of(6, 1, 0),
            false,
            1,
            new DrillOptions.Output(Optional.empty(), Optional.empty()));
    List<Stalls> stalls = List.of(Stalls.of(run, operations));
    return new DrillResult(
        "now",
        0,
        options,
        Map.of(),
        operations,
        findings,
        Optional.empty(),
        Optional.empty(),
        stalls,
        1);
  }

  private static <T extends Block> T only(DrillResult result, Class<T> type) {
    return DrillReport.of(result).blocks().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTimelineShowsWhoAnsweredWhoWasAwayAndWhoWaited() {
    List<Block.Plot> plots = only(result(List.of()), Block.Plots.class).plots();
    assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, plots.get(0).series().getFirst().y());
    assertEquals(List.of(new Span(2, 4, "1 · kill-site b *")), plots.get(0).spans());
    assertEquals(List.of(), plots.get(1).lanes().get(0).away());
    assertEquals(List.of(new Span(2, 4, "kill-site")), plots.get(1).lanes().get(1).away());
    assertArrayEquals(new double[] {10, 10, 500, 10, 10, 10}, plots.get(2).series().getFirst().y());
  }

  @Test
  void aBrokenPromiseIsSaidFirst() {
    assertEquals(State.GOOD, only(result(List.of()), Block.Verdict.class).state());
    DrillResult lost = result(List.of(new Finding(Harm.LOST, "a message")));
    assertEquals(State.BAD, only(lost, Block.Verdict.class).state());
    assertEquals(
        List.of("1"),
        only(lost, Block.Cards.class).cards().stream()
            .filter(card -> card.state() == State.BAD)
            .map(Block.Card::value)
            .toList());
  }
}
