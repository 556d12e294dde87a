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
 * The web client in a real browser against the real server; the trials themselves are in {@code
 * web/e2e}. Skipped if Chromium is not installed.
 */
class WebClientIT {
  private static final Duration LIMIT = Duration.ofMinutes(25);
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir private static Path folder;

  @Test
  void peopleUseItInChromium() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "skipped, not installed here: Chromium for the web client's trials: apt-get install"
            + " chromium");
    Path repository = Repository.root();
    Path results = Files.createDirectories(repository.resolve("app/target/clients"));
    // All users of all trials have one address and type faster than people, so limits are off.
    try (BongsuProcess server = new BongsuProcess(repository, folder, "--limited", "false")) {
      Script.Ended ended =
          Script.run(
              repository.resolve("web"),
              results.resolve("web.log"),
              LIMIT,
              Map.of("BONGSU_URL", server.url().toString()),
              List.of("npm", "run", "--silent", "e2e"));
      System.out.println("web:\n" + ended.output());
      assertEquals(0, ended.code(), () -> "the trials in web/e2e failed:\n" + ended.output());
      assertTrue(ended.output().contains(" passed ("), "trials have run");
    }
  }
}
