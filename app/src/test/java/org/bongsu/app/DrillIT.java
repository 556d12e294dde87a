package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bongsu.drill.Drill;
import org.bongsu.drill.DrillOptions;
import org.bongsu.drill.Fault;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The short form of {@code ./bongsu drill}: three real sites, of which one is frozen and one is
 * killed.
 */
class DrillIT {
  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostWhenSitesAreFrozenAndKilled() throws Exception {
    Path json = directory.resolve("drill.json");
    Path report = directory.resolve("drill.html");
    DrillOptions options =
        new DrillOptions(
            List.of(Fault.FREEZE_SITE, Fault.KILL_SITE),
            2,
            16,
            new DrillOptions.Load(2, 20, 1, 30),
            1,
            new DrillOptions.Output(Optional.of(json), Optional.of(report)));
    Path sites = Files.createDirectories(directory.resolve("sites"));
    boolean passed = Drill.run(options, new OwnSites("steady", sites), sites, System.out);
    JsonNode result = Json.parse(Files.readString(json));
    assertTrue(passed, result.path("findings").toString());
    assertEquals("pass", result.path("verdict").stringValue());
    assertEquals(2, result.path("faults").size());
    assertTrue(result.path("acknowledged").asLong() > 0);
    assertTrue(result.path("probes_answered").asLong() > 0, "nobody looked for stale answers");
    assertTrue(Files.readString(report).contains("통과"));
  }
}
