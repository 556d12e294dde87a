package org.bongsu.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program, and everything that it starts, to its end within a time limit. */
public final class Script {
  private Script() {}

  /**
   * The result of a program.
   *
   * @param code its exit code
   * @param output what it printed on both streams
   */
  public record Ended(int code, String output) {}

  /**
   * Runs a program; its output is kept in a file next to the other results.
   *
   * @throws IllegalStateException if it does not end within the limit; it and its children are
   *     ended then
   */
  static Ended run(Path folder, Path log, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    return run(folder, log, limit, Map.of(), command);
  }

  /** The same, with variables for its environment. */
  public static Ended run(
      Path folder, Path log, Duration limit, Map<String, String> variables, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException(command + " took longer than " + limit + ":\n" + read(log));
    }
    return new Ended(process.exitValue(), read(log));
  }

  /** Whether a program exists and succeeds, as a quick check. */
  static boolean succeeds(Path log, List<String> command) throws InterruptedException {
    try {
      return run(Path.of("."), log, Duration.ofSeconds(20), command).code() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String read(Path log) throws IOException {
    return Files.readString(log);
  }
}
