package org.bongsu.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web client in a real browser while the site that serves it is killed; the trial itself is in
 * {@code web/sites}. Left out where Chromium is not installed.
 */
class WebFailoverIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir private static Path folder;

  @Test
  void somebodyTypesAndSendsPhotosWhileTheSiteBurns() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "skipped, not installed here: Chromium for the web client's trials: apt-get install"
            + " chromium");
    Path repository = Repository.root();
    Path results = Files.createDirectories(repository.resolve("app/target/clients"));
    try (SitesProcess sites = new SitesProcess(repository, folder)) {
      Script.Ended ended =
          Script.run(
              repository.resolve("web"),
              results.resolve("web-failover.log"),
              LIMIT,
              Map.of("BONGSU_URL", sites.url("a").toString(), "BONGSU_SITES", sites.json()),
              List.of("npm", "run", "--silent", "e2e:sites"));
      System.out.println("web failover:\n" + ended.output());
      assertEquals(0, ended.code(), () -> "the trial in web/sites failed:\n" + ended.output());
      assertTrue(ended.output().contains("1 passed ("), "the trial has run");
    }
  }
}
