package org.bongsu.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.bongsu.limit.LimitServer;

/** The limit as a child process, with a directory that is deleted at the end. */
final class LimitProcess implements AutoCloseable {
  private static final int START_SECONDS_MAX = 60;

  private final Process process;
  private final Path directory;
  private final URI url;

  private LimitProcess(Process process, Path directory, URI url) {
    this.process = process;
    this.directory = directory;
    this.url = url;
  }

  /**
   * Starts it.
   *
   * @param parent a directory on the disk that is to be measured
   */
  static LimitProcess start(Path parent) {
    try {
      Path directory = Files.createTempDirectory(parent, ".bongsu-limit-");
      Process process =
          new ProcessBuilder(command(directory)).redirectError(error(directory).toFile()).start();
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      String line = firstLine(lines);
      if (!line.startsWith("port ")) {
        process.destroyForcibly();
        String why = Files.readString(error(directory)).strip();
        delete(directory);
        throw new BenchFailed("the limit did not start: " + why);
      }
      URI url = URI.create("http://127.0.0.1:" + line.substring("port ".length()).strip());
      return new LimitProcess(process, directory, url);
    } catch (IOException e) {
      throw new BenchFailed("the limit did not start: " + e.getMessage(), e);
    }
  }

  URI url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
      delete(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new BenchFailed("cannot delete " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Empty if it ends or nothing comes in time. */
  private static String firstLine(BufferedReader lines) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            line.complete(Objects.requireNonNullElse(lines.readLine(), ""));
          } catch (IOException e) {
            line.complete("");
          }
        });
    return EventLoop.await(line, START_SECONDS_MAX);
  }

  /** With the options of this process, as for a server that the bench launches. */
  private static List<String> command(Path directory) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LimitServer.class.getName(), directory.toString()));
    return command;
  }

  private static Path error(Path directory) {
    return directory.resolve("error.log");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
