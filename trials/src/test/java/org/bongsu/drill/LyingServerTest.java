package org.bongsu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bongsu.client.Http;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.LyingProxy.Lie;
import org.bongsu.matrix.MatrixFeature;
import org.bongsu.node.Feature;
import org.bongsu.node.Features;
import org.bongsu.node.Node;
import org.bongsu.settings.Configuration;
import org.bongsu.status.StatusFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The drill's clients and checkers against a server that does one thing wrong: over HTTP, as in a
 * drill, with one real server behind all three places. Most of a run is waiting, so several run at
 * the same time, each with a server of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class LyingServerTest {
  /** Long enough for the proxy to lie. */
  private static final int OPERATIONS = 1_500;

  /** Five minutes, for machines that are shared: what takes longer hangs. */
  private static final int LOOKS = 12_000;

  @TempDir Path data;

  private Set<Harm> judge(Lie lie) throws IOException, InterruptedException {
    List<Feature> features = List.of(new MatrixFeature(), new StatusFeature());
    Configuration config =
        Features.defaults(features)
            .with("data", data.toString())
            .with("port", "0")
            .with("registration", "open")
            .with("limited", "false")
            .with("password-memory", "64");
    History history = new History();
    try (Node node = Node.start(config, features);
        LyingProxy proxy = new LyingProxy(lie, node.url());
        Http http = new Http()) {
      Place honest = new Place("a", "127.0.0.1", 0, 0, 0, 0, node.url());
      Place also = new Place("b", "127.0.0.1", 0, 0, 0, 0, node.url());
      List<Place> places = List.of(honest, also, proxy.place("c"));
      Crowd crowd = new Fixture(http, places, history).settle(options());
      crowd.begin();
      for (int i = 0; i < LOOKS; i++) {
        if (history.operations().size() >= OPERATIONS && proxy.hasLied()) {
          break;
        }
        Thread.sleep(25);
      }
      crowd.endLoad();
      List<Finding> findings = new Judge(http, places, crowd, history).judge();
      findings.stream().limit(5).forEach(finding -> System.out.println(lie + ": " + finding));
      return findings.stream()
          .map(Finding::harm)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Harm.class)));
    }
  }

  private static DrillOptions options() {
    DrillOptions.Output none = new DrillOptions.Output(Optional.empty(), Optional.empty());
    return new DrillOptions(
        List.of(Fault.KILL_SITE), 1, 1, new DrillOptions.Load(2, 600, 2, 0), false, 0, 1, none);
  }

  private static Harm expected(Lie lie) {
    return switch (lie) {
      case NONE -> throw new IllegalArgumentException("nothing is wrong with it");
      case LOSE -> Harm.LOST;
      case REPEAT -> Harm.DOUBLED;
      case REORDER -> Harm.REORDERED;
      case STALE_PROFILE, STALE_MESSAGE -> Harm.STALE;
      case KEY_TWICE -> Harm.KEY_CLAIMED_TWICE;
      case DAMAGE -> Harm.MEDIA_DAMAGED;
    };
  }

  @Test
  void anHonestServerPasses() throws Exception {
    assertEquals(Set.of(), judge(Lie.NONE));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aLieIsFound(Lie lie) throws Exception {
    Set<Harm> found = judge(lie);
    assertTrue(found.contains(expected(lie)), lie + " was judged " + found);
  }
}
