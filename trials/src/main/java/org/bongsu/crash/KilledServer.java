package org.bongsu.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.client.Http;
import org.bongsu.json.MalformedJson;
import org.bongsu.launch.FreePort;
import org.bongsu.launch.ServerProcess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The server of a trial, which is killed and restarted on the same data. */
final class KilledServer implements AutoCloseable {
  private static final long FIRST_ANSWER_MILLIS_MAX = 120_000;
  private static final long POLL_MILLIS = 5;

  private final Path data;
  private final Path config;
  private final Path output;
  private final Http http = new Http();
  private final List<Long> firstAnswerMillis = new ArrayList<>();
  private volatile ServerProcess process; // after a restart it has another port

  /**
   * Starts a server.
   *
   * @param directory for its configuration and output
   * @param data its data directory
   */
  KilledServer(Path directory, Path data) throws IOException, InterruptedException {
    this.data = data;
    this.config = directory.resolve("trial.conf");
    this.output = directory.resolve("server.log");
    Files.writeString(config, "registration = open\nlimited = false\npassword-memory = 64\n");
    this.process = launch();
    awaitAnswer(System.nanoTime());
  }

  private ServerProcess launch() {
    return ServerProcess.start(
        FreePort.find(), data, output, List.of("--config", config.toString()));
  }

  /**
   * Sends one request to the current address of the server.
   *
   * @throws IOException if no whole answer came: whether it was done is not known
   */
  Http.Answer ask(String method, String path, @Nullable String token, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    Http.Answer answer = http.ask(process.url(), Http.Ask.json(method, path, token, body));
    try {
      answer.body();
      return answer;
    } catch (MalformedJson e) {
      throw new IOException("no JSON with status " + answer.status(), e);
    }
  }

  Path output() {
    return output;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<Long> firstAnswerMillis() {
    return List.copyOf(firstAnswerMillis);
  }

  void kill() {
    process.kill();
  }

  /** Starts it again and waits for its first answer. */
  void restart() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    process = launch();
    awaitAnswer(begun);
    firstAnswerMillis.add((System.nanoTime() - begun) / 1_000_000);
  }

  private void awaitAnswer(long begun) throws IOException, InterruptedException {
    while ((System.nanoTime() - begun) / 1_000_000 < FIRST_ANSWER_MILLIS_MAX) {
      if (!process.isAlive()) {
        throw new IOException("the server ended: " + Files.readString(output));
      }
      try {
        if (ask("GET", "/_matrix/client/versions", null, null).isOk()) {
          return;
        }
      } catch (IOException notYet) {
        Thread.sleep(POLL_MILLIS);
      }
    }
    throw new IOException("the server does not answer: " + Files.readString(output));
  }

  /** SIGTERM, as for a deliberate end. */
  void stop() {
    process.close();
  }

  @Override
  public void close() {
    stop();
    http.close();
  }
}
