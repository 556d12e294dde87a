package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was packaged names its libraries, and carries the text of each licence. */
class LicensesIT {
  private static final Path BUILT = Path.of("target");
  private static final Path LACKING = Path.of("../licenses");

  /** Texts that several libraries share. */
  private static final Map<String, String> TEXT_OF_GROUP =
      Map.of(
          "com.twelvemonkeys.common", "twelvemonkeys",
          "com.twelvemonkeys.imageio", "twelvemonkeys");

  @Test
  void theBillOfMaterialsNamesWhatIsOnTheClassPath() throws Exception {
    List<String> named =
        components().stream()
            .map(one -> "%s-%s.jar".formatted(text(one, "name"), text(one, "version")))
            .sorted()
            .toList();
    try (var jars = Files.list(BUILT.resolve("lib"))) {
      assertEquals(jars.map(jar -> jar.getFileName().toString()).sorted().toList(), named);
    }
  }

  /** The text of Apache-2.0 is Bongsu's own LICENSE. */
  @Test
  void everyLicenceOtherThanBongsusHasItsText() throws Exception {
    List<JsonNode> others =
        components().stream()
            .filter(one -> !one.path("licenses").toString().contains("Apache-2.0"))
            .toList();
    assertTrue(others.size() > 10, others.toString());
    for (JsonNode one : others) {
      String name = text(one, "name");
      String lacking = TEXT_OF_GROUP.getOrDefault(text(one, "group"), name) + ".txt";
      assertTrue(
          Files.isDirectory(BUILT.resolve("licenses/" + name + "-jar"))
              || Files.isRegularFile(LACKING.resolve(lacking)),
          "no licence text of " + name);
    }
  }

  private static List<JsonNode> components() throws Exception {
    Path made = BUILT.resolve("bom.json");
    Path built = BUILT.resolve("bongsu.jar");
    assumeTrue(
        Files.exists(made)
            && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(built)) >= 0,
        "an offline build makes no bill of materials");
    JsonNode bom = Json.parse(Files.readString(made));
    return StreamSupport.stream(bom.path("components").spliterator(), false).toList();
  }

  private static String text(JsonNode component, String field) {
    return component.path(field).stringValue("");
  }
}
