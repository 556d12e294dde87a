package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bongsu.clients.Script;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The web client in a real browser while the site that serves it is killed; the trial itself is in
 * {@code web/sites}. Skipped if Chromium is not installed.
 */
class WebFailoverIT extends RunningSites {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path WEB = Path.of("..", "web");

  /** Name, address and processes of each site, for the trial. */
  private String sites() {
    ArrayNode sites = Json.array();
    urls.forEach((name, url) -> {
      Process node = running.get(name);
      ObjectNode site = sites.addObject().put("name", name).put("url", url);
      ArrayNode pids = site.putArray("pids").add(node.pid());
      node.descendants().forEach(broker -> pids.add(broker.pid()));
    });
    return Json.text(sites);
  }

  @Test
  void somebodyTypesAndSendsPhotosWhileTheSiteIsKilled() throws Exception {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "skipped, not installed here: Chromium for the web client's trials: apt-get install"
            + " chromium");
    startAll();
    Path results = Files.createDirectories(Path.of("target", "clients"));
    Script.Ended ended =
        Script.run(
            WEB,
            results.resolve("web-failover.log"),
            LIMIT,
            Map.of("BONGSU_URL", urls.get("a"), "BONGSU_SITES", sites()),
            List.of("npm", "run", "--silent", "e2e:sites"));
    System.out.println("web failover:\n" + ended.output());
    assertEquals(0, ended.code(), () -> "web/sites failed:\n" + ended.output() + output("a"));
    assertTrue(ended.output().contains("1 passed ("), "the trial has run");
  }
}
