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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Bongsu accepts the command lines of the examples, and their syntax is valid. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String PEERS = "seoul=10.1.0.1,busan=10.2.0.1,jeju=10.3.0.1";
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Pattern METRIC = Pattern.compile("bongsu_[a-z_]+[a-z]");
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
  void prometheusTakesTheRulesAndTheyFireWhenTheyShould() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "skipped, not installed here: promtool");
    for (List<String> arguments :
        List.of(
            List.of("check", "config", "prometheus.yml"),
            List.of("test", "rules", "bongsu.rules.test.yml"))) {
      List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
      command.addAll(arguments);
      Path output = directory.resolve("promtool");
      Process tool =
          new ProcessBuilder(command)
              .directory(EXAMPLES.resolve("prometheus").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertTrue(tool.waitFor(Duration.ofMinutes(1)), "promtool does not end");
      assertEquals(0, tool.exitValue(), Files.readString(output));
    }
  }

  /** Rules and dashboard name no metric that nothing exports. */
  @Test
  void everyMetricOfTheExamplesIsExported() throws Exception {
    String code = code();
    Set<String> missing = new TreeSet<>();
    for (String example : List.of("prometheus/bongsu.rules.yml", "grafana/bongsu.json")) {
      METRIC
          .matcher(Files.readString(EXAMPLES.resolve(example)))
          .results()
          .map(MatchResult::group)
          .filter(name -> !code.contains('"' + name + '"'))
          .forEach(missing::add);
    }
    assertEquals(Set.of(), missing);
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    for (String module : List.of("node", "features/status", "features/backup", "features/matrix")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main"))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
          code.append(Files.readString(file));
        }
      }
    }
    return code.toString();
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
