package org.bongsu.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code bongsu watch} as a child process; ends with this one. */
public final class WatchProcess implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final Process process;

  private WatchProcess(Process process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
  }

  /**
   * Starts a watcher.
   *
   * @param through prefix of its command line; may be empty
   * @param arguments what follows {@code watch}
   * @param output where its output goes, appended
   */
  public static WatchProcess start(List<String> through, List<String> arguments, Path output) {
    List<String> command = new ArrayList<>(through);
    command.addAll(OwnJava.command("watch"));
    command.addAll(arguments);
    try {
      return new WatchProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a watcher", e);
    }
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** SIGKILL; returns when it has ended. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM, then SIGKILL. */
  @Override
  public void close() {
    process.destroy();
    if (!await()) {
      kill();
    }
  }

  private boolean await() {
    try {
      return process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
