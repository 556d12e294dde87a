package org.bongsu.crash;

import java.io.IOException;
import java.net.URI;
import org.bongsu.client.Http;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests to the server of a trial, wherever it listens after its last restart. */
final class Calls implements AutoCloseable {
  private final Http http = new Http();
  private volatile URI server;

  Calls(URI server) {
    this.server = server;
  }

  /** After a restart it may listen elsewhere. */
  void moveTo(URI newServer) {
    this.server = newServer;
  }

  /**
   * One request.
   *
   * @throws IOException where no whole answer came: whether it was done is not known
   */
  Http.Answer ask(String method, String path, @Nullable String token, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    Http.Answer answer = http.ask(server, Http.Ask.json(method, path, token, body));
    try {
      answer.body();
      return answer;
    } catch (MalformedJson e) {
      throw new IOException("no JSON with status " + answer.status(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
