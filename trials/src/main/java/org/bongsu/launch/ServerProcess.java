package org.bongsu.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code bongsu serve} as a process of its own, with the Java, the options and the class path of
 * the process that starts it. It is stopped by its id, and with its parent.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration END_WITHIN = Duration.ofSeconds(20);

  private final Process process;
  private final URI url;
  private final Thread endWithParent;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
    this.endWithParent = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithParent);
  }

  /**
   * Starts a server; returns before it answers.
   *
   * @param output where its output goes, appended
   * @param arguments what follows {@code serve --port N --data DIR}
   */
  public static ServerProcess start(int port, Path data, Path output, List<String> arguments) {
    List<String> command = OwnJava.command("serve");
    command.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
    command.addAll(arguments);
    try {
      Files.createDirectories(data);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      return new ServerProcess(process, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a server", e);
    }
  }

  public URI url() {
    return url;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    await();
    forget();
  }

  /** SIGTERM, then SIGKILL if it does not end. */
  @Override
  public void close() {
    process.destroy();
    if (!await()) {
      process.destroyForcibly();
      await();
    }
    forget();
  }

  private boolean await() {
    try {
      return process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithParent);
    } catch (IllegalStateException parentEnds) {
      // The hook runs now, and finds the process gone.
    }
  }
}
