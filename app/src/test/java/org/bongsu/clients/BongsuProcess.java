package org.bongsu.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real server as a process: {@code ./bongsu serve} with a data directory of its own, a free
 * port and open registration. It answers when the constructor returns and is gone when {@link
 * #close} does.
 */
final class BongsuProcess implements AutoCloseable {
  /** From the start of the process to its first answer, on a machine that is busy with a build. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

  private final Process process;
  private final URI url;
  private final Path log;
  private final Thread endWithParent;

  /**
   * @param repository the folder with the launcher
   * @param folder where the data directory and the server's output are put
   * @param settings more options of {@code serve}
   * @throws IllegalStateException if it ends before it answers, or does not answer in time; with
   *     what it printed
   */
  BongsuProcess(Path repository, Path folder, String... settings)
      throws IOException, InterruptedException {
    int port = freePort();
    this.url = URI.create("http://127.0.0.1:" + port);
    this.log = folder.resolve("server.log");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(repository.resolve("bongsu").toString(), "serve"));
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--registration", "open"));
    command.addAll(List.of(settings));
    this.process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    this.endWithParent = Thread.ofPlatform().unstarted(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithParent);
    awaitFirstAnswer();
  }

  URI url() {
    return url;
  }

  /** What the server has printed so far. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(endWithParent);
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "the server did not stop in " + STOP_LIMIT + ":\n" + output());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitFirstAnswer() throws InterruptedException {
    HttpRequest versions =
        HttpRequest.newBuilder(url.resolve("/_matrix/client/versions"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      long attempts = START_LIMIT.dividedBy(BETWEEN_ATTEMPTS);
      for (long attempt = 0; attempt < attempts; attempt++) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the server ended:\n" + output());
        }
        if (answers(client, versions)) {
          return;
        }
        Thread.sleep(BETWEEN_ATTEMPTS);
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("no answer within " + START_LIMIT + ":\n" + output());
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
