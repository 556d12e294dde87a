package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's restic, run on a repository. */
final class ResticProgram {
  static final String PASSWORD = "correct horse 봉수";
  private static final String MISSING = "restic is missing: apt-get install restic";
  private static final long LIMIT_SECONDS = 180;

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * On a repository.
   *
   * @param repository as restic's option {@code -r} has it
   * @param folder for its cache, outside of the repository
   */
  ResticProgram(String repository, Path folder, Map<String, String> furtherEnvironment) {
    this.folder = folder;
    this.environment = new java.util.HashMap<>(furtherEnvironment);
    environment.put("RESTIC_REPOSITORY", repository);
    environment.put("RESTIC_PASSWORD", PASSWORD);
    environment.put("RESTIC_CACHE_DIR", folder.resolve("restic-cache").toString());
    environment.put("RESTIC_PROGRESS_FPS", "0.01");
  }

  /** Skips the test if restic is not installed, or fails it if every program is required. */
  static void need() throws InterruptedException {
    boolean there;
    try {
      there =
          new ProcessBuilder("restic", "version").redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException notThere) {
      there = false;
    }
    if ("all".equals(System.getenv("BONGSU_CLIENTS"))) {
      assertTrue(there, MISSING);
    }
    assumeTrue(there, MISSING);
  }

  /** Runs a command that must succeed; returns what it printed. */
  String run(String... arguments) throws IOException, InterruptedException {
    Ended ended = tryRun(arguments);
    assertEquals(0, ended.code, () -> String.join(" ", arguments) + ":\n" + ended.output);
    return ended.output;
  }

  record Ended(int code, String output) {}

  Ended tryRun(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("restic"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(folder, "restic-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " does not end:\n" + Files.readString(log));
    }
    return new Ended(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }
}
