package org.bongsu.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests to servers that may fail at any time. Thread-safe. */
public final class Http implements AutoCloseable {
  public static final String CLIENT = "/_matrix/client/v3";

  /** The default timeout for a whole answer. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  /** The timeout for connecting. */
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /**
   * A request that can be sent to any server.
   *
   * @param path with its query, from the slash on
   * @param within timeout for a whole answer
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Ask(
      String method,
      String path,
      @Nullable String token,
      String contentType,
      byte[] body,
      Duration within) {
    /** A request with a JSON body or none. */
    public static Ask json(
        String method, String path, @Nullable String token, @Nullable JsonNode body) {
      byte[] bytes = body == null ? new byte[0] : Json.bytes(body);
      return new Ask(method, path, token, "application/json", bytes, ANSWER_WITHIN);
    }

    /** The same with another timeout. */
    public Ask within(Duration other) {
      return new Ask(method, path, token, contentType, body, other);
    }
  }

  /** A complete answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, byte[] bytes) {
    public boolean isOk() {
      return status == 200;
    }

    /**
     * The answer as JSON.
     *
     * @throws MalformedJson if it is not JSON
     */
    public JsonNode body() {
      return Json.parse(bytes);
    }

    /** A member of a JSON answer; empty if there is none. */
    public String text(String member) {
      return body().path(member).stringValue("");
    }

    @Override
    public String toString() {
      int shown = Math.min(bytes.length, 300);
      return status + " " + new String(bytes, 0, shown, StandardCharsets.UTF_8);
    }
  }

  private final HttpClient client;

  public Http() {
    this.client = client().build();
  }

  /** A client that connects from an address of this machine. */
  public Http(InetAddress from) {
    this.client = client().localAddress(from).build();
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_WITHIN);
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @throws IOException if no complete answer came; the request may or may not have been handled
   */
  public Answer ask(URI server, Ask ask) throws IOException, InterruptedException {
    return whole(client.send(request(server, ask), BodyHandlers.ofByteArray()));
  }

  /**
   * Starts a request; fails with an {@link IOException} as above. Cancelling the future aborts it.
   */
  public CompletableFuture<HttpResponse<byte[]>> begin(URI server, Ask ask) {
    return client.sendAsync(request(server, ask), BodyHandlers.ofByteArray());
  }

  /** Waits for the answer of a started request. */
  public static Answer result(CompletableFuture<HttpResponse<byte[]>> begun)
      throws IOException, InterruptedException {
    try {
      return whole(begun.get());
    } catch (ExecutionException e) {
      throw new IOException("no answer", e.getCause());
    }
  }

  private static Answer whole(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.body());
  }

  private static HttpRequest request(URI server, Ask ask) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(ask.path))
            .timeout(ask.within)
            .header("Content-Type", ask.contentType)
            .method(
                ask.method,
                ask.body.length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(ask.body));
    if (ask.token != null) {
      request.header("Authorization", "Bearer " + ask.token);
    }
    return request.build();
  }

  /** Percent-encodes a path segment or query value. */
  public static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
