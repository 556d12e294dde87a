package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Bongsu accepts the command lines of the examples, and their syntax is valid. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String PEERS = "seoul=10.1.0.1,busan=10.2.0.1,jeju=10.3.0.1";
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  @TempDir Path directory;

  /** The command's object, after parsing its options. */
  private static Object understood(List<String> arguments) {
    CommandLine.ParseResult parsed = Main.line().parseArgs(arguments.toArray(String[]::new));
    assertEquals(List.of(), parsed.unmatched());
    return parsed.subcommand().commandSpec().userObject();
  }

  private static List<String> serviceArguments(String unit) throws IOException {
    String line =
        Files.readAllLines(EXAMPLES.resolve("systemd").resolve(unit)).stream()
            .filter(text -> text.startsWith("ExecStart=/opt/bongsu/bongsu "))
            .findFirst()
            .orElseThrow();
    String given = line.replace("${SITE}", "seoul").replace("${PEERS}", PEERS);
    List<String> words = new ArrayList<>(List.of(given.split(" ", -1)));
    return words.subList(1, words.size());
  }

  @Test
  void unitsStartWhatTheySay() throws Exception {
    understood(serviceArguments("bongsu.service"));
    SiteCommand site = (SiteCommand) understood(serviceArguments("bongsu-site.service"));
    assertEquals("seoul", site.name);
    assertEquals(PeerList.parse(PEERS), PeerList.parse(site.peersText));
  }

  @Test
  void systemdTakesTheUnits() throws Exception {
    assumeTrue(Files.isExecutable(ANALYZE), "skipped, not installed here: systemd-analyze");
    List<String> command = new ArrayList<>(List.of(ANALYZE.toString(), "verify"));
    for (String unit : List.of("bongsu.service", "bongsu-site.service")) {
      Path copy = directory.resolve(unit);
      String text = Files.readString(EXAMPLES.resolve("systemd").resolve(unit));
      Files.writeString(copy, text.replace("/opt/bongsu/bongsu", "/bin/true"));
      command.add(copy.toString());
    }
    Path output = directory.resolve("output");
    Process verify =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(verify.waitFor(Duration.ofSeconds(60)), "systemd-analyze does not end");
    List<String> complaints =
        Files.readAllLines(output).stream().filter(line -> line.contains("bongsu")).toList();
    assertEquals(List.of(), complaints);
  }

  @Test
  void composeStartsThreeSites() throws Exception {
    JsonNode compose =
        new YAMLMapper().readTree(Files.readString(EXAMPLES.resolve("compose/compose.yaml")));
    Set<String> peers = new TreeSet<>();
    for (String name : List.of("seoul", "busan", "jeju")) {
      JsonNode command = compose.path("services").path(name).path("command");
      List<String> arguments = command.valueStream().map(JsonNode::asString).toList();
      SiteCommand site = (SiteCommand) understood(arguments);
      assertEquals(name, site.name);
      PeerList.parse(site.peersText).named(name);
      peers.add(site.peersText);
    }
    assertEquals(1, peers.size(), "all sites have the same peers: " + peers);
  }
}
