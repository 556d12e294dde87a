package org.bongsu.crash;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests to a server that may be gone at any moment. */
final class Http implements AutoCloseable {
  static final String CLIENT = "/_matrix/client/v3";

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  /** An answer that came whole. */
  record Answer(int status, JsonNode body) {
    boolean isOk() {
      return status == 200;
    }

    String text(String member) {
      return body.path(member).stringValue("");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private volatile URI server;

  Http(URI server) {
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
  Answer ask(String method, String path, @Nullable String token, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(ANSWER_WITHIN)
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(Json.bytes(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    try {
      return new Answer(response.statusCode(), Json.parse(response.body()));
    } catch (MalformedJson e) {
      throw new IOException("no JSON with status " + response.statusCode(), e);
    }
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.close();
  }
}
