package org.bongsu.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
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
public final class SiteProcess {
  private static final Duration END_WITHIN = Duration.ofSeconds(60);

  private final Process process;

  private SiteProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a site; returns before it serves.
   *
   * @param output where its output goes, appended
   * @param arguments what follows {@code site}
   */
  public static SiteProcess start(List<String> arguments, Path output) {
    return start(List.of(), arguments, output);
  }

  /**
   * As above, through a command that becomes the site, such as {@code ip netns exec NAME}.
   *
   * @param through prefix of the site's command line; may be empty
   */
  public static SiteProcess start(List<String> through, List<String> arguments, Path output) {
    List<String> command = new ArrayList<>(through);
    command.addAll(OwnJava.command("site"));
    command.add("--with-parent");
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

  public long pid() {
    return process.pid();
  }

  /** Its child processes: the broker. */
  public List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; returns at once. */
  public void stop() {
    process.destroy();
  }

  /** SIGKILL; its broker ends with it. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Waits for its end, and kills it if that takes too long. */
  public void await() {
    awaitUntil(System.nanoTime() + END_WITHIN.toNanos());
  }

  /**
   * Waits for its end until a deadline, then kills it.
   *
   * @param deadlineNanos on the clock of {@link System#nanoTime}
   */
  public void awaitUntil(long deadlineNanos) {
    try {
      if (!process.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
