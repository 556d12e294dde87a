package org.bongsu.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code bongsu site} as a child process, with the Java, the options and the class path of this
 * one. It ends with its parent, however that ends, because its standard input does.
 */
final class SiteProcess {
  private static final Duration END_WITHIN = Duration.ofSeconds(60);

  private final Process process;

  private SiteProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a site and returns at once.
   *
   * @param output where its output goes, appended
   * @param arguments what follows {@code site}
   */
  static SiteProcess start(List<String> arguments, Path output) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("site", "--with-parent"));
    command.addAll(arguments);
    try {
      Files.createDirectories(output.toAbsolutePath().getParent());
      return new SiteProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a site", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it to stop, in order. */
  void stop() {
    process.destroy();
  }

  /** SIGKILL; its broker ends with it. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Waits for its end, and kills it where that takes too long. */
  void await() {
    try {
      if (!process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
