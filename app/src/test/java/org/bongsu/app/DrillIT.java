package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A short {@code ./bongsu drill}: three real sites, of which one is frozen and one is killed, with
 * little load, since brokers and nodes share the cores of this machine.
 */
class DrillIT extends RunningSites {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  @Test
  void nothingAcknowledgedIsLostWhenSitesAreFrozenAndKilled() throws Exception {
    Path json = directory.resolve("drill.json");
    Path report = directory.resolve("drill.html");
    List<String> command =
        List.of(
            LAUNCHER.toString(),
            "drill",
            "--faults=freeze-site,kill-site",
            "--pace=steady",
            "--seconds=16",
            "--people=2",
            "--rate=20",
            "--media=30",
            "--json=" + json,
            "--report=" + report);
    Process drill = launch("drill", command);
    assertTrue(drill.waitFor(LIMIT), () -> "the drill does not end" + output("drill"));
    System.out.println(said("drill"));
    assertEquals(0, drill.exitValue());
    JsonNode result = Json.parse(Files.readString(json));
    assertEquals("pass", result.path("verdict").stringValue());
    assertEquals(2, result.path("faults").size());
    assertTrue(result.path("acknowledged").asLong() > 0);
    assertTrue(result.path("probes_answered").asLong() > 0, "nobody looked for stale answers");
    assertTrue(Files.readString(report).contains("통과"));
  }
}
