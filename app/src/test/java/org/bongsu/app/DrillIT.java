package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Short runs of {@code ./bongsu drill}: three real sites, of which one is frozen and one is killed,
 * or all of which burn, with little load, since brokers and nodes share the cores of this machine.
 */
class DrillIT extends RunningSites {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** Runs a drill that must pass, and returns its result. */
  private JsonNode drill(String... options) throws Exception {
    Path json = directory.resolve("drill.json");
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "drill"));
    command.addAll(List.of("--pace=steady", "--people=2", "--rate=20", "--json=" + json));
    command.addAll(List.of(options));
    Process drill = launch("drill", command);
    assertTrue(drill.waitFor(LIMIT), () -> "the drill does not end" + output("drill"));
    System.out.println(said("drill"));
    assertEquals(0, drill.exitValue());
    JsonNode result = Json.parse(Files.readString(json));
    assertEquals("pass", result.path("verdict").stringValue());
    assertTrue(result.path("acknowledged").asLong() > 0);
    assertTrue(result.path("probes_answered").asLong() > 0, "nobody looked for stale answers");
    return result;
  }

  @Test
  void nothingAcknowledgedIsLostWhenSitesAreFrozenAndKilled() throws Exception {
    Path report = directory.resolve("drill.html");
    JsonNode result =
        drill("--faults=freeze-site,kill-site", "--seconds=16", "--media=30", "--report=" + report);
    assertEquals(2, result.path("faults").size());
    assertTrue(Files.readString(report).contains("통과"));
  }

  @Test
  void everythingComesBackFromTheBackupAfterAllSitesHaveBurnt() throws Exception {
    JsonNode result = drill("--faults=lose-everything", "--seconds=10");
    assertEquals(1, result.path("faults").size());
    assertTrue(result.path("narrowings_acknowledged").asLong() > 0, "nothing was revoked");
    JsonNode recovery = result.path("recovery");
    assertTrue(recovery.path("rpo_ms").asLong() <= 10_000, recovery::toString);
    assertTrue(recovery.path("rto_ms").asLong() > 0, recovery::toString);
  }
}
