package org.bongsu.watch;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests to one site, each with a deadline for its whole answer. Thread-safe. */
final class SiteClient {
  private static final int ANSWER_BYTES_MAX = 4 << 20;
  private static final int TEXT_SHOWN_MAX = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAUTHORIZED = 401;

  /** A request failed; the message says how, for the operator. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Failed(String message, int status) {
      super(message);
      this.status = status;
    }

    /** Whether the token is not valid any longer. */
    boolean isSignedOut() {
      return status == UNAUTHORIZED;
    }

    /** Whether the site only asks to wait. */
    boolean isRateLimit() {
      return status == TOO_MANY_REQUESTS;
    }
  }

  /** Until when everything must be done. */
  record Deadline(long nanos) {
    static Deadline in(Duration limit) {
      return new Deadline(System.nanoTime() + limit.toNanos());
    }

    Duration left() {
      return Duration.ofNanos(Math.max(1, nanos - System.nanoTime()));
    }

    boolean isOver() {
      return nanos - System.nanoTime() <= 0;
    }
  }

  private final HttpClient http;
  private final URI site;

  SiteClient(HttpClient http, URI site) {
    this.http = http;
    this.site = site;
  }

  JsonNode get(String path, @Nullable String token, Deadline deadline)
      throws Failed, InterruptedException {
    return json(send("GET", path, token, "application/json", new byte[0], deadline));
  }

  JsonNode send(
      String method, String path, @Nullable String token, JsonNode body, Deadline deadline)
      throws Failed, InterruptedException {
    return json(send(method, path, token, "application/json", Json.bytes(body), deadline));
  }

  /** An answer as JSON. */
  static JsonNode json(byte[] answer) throws Failed {
    try {
      return Json.parse(answer);
    } catch (MalformedJson e) {
      throw new Failed("the answer is not JSON", 200);
    }
  }

  /**
   * Sends a request.
   *
   * @return the body of an answer with status 200
   */
  byte[] send(
      String method,
      String path,
      @Nullable String token,
      String contentType,
      byte[] body,
      Deadline deadline)
      throws Failed, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body.length > 0) {
      request.header("Content-Type", contentType);
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    CompletableFuture<HttpResponse<byte[]>> begun =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      HttpResponse<byte[]> answer = begun.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      throw new Failed(
          "%s answered %d %s".formatted(path(path), answer.statusCode(), text(answer.body())),
          answer.statusCode());
    } catch (TimeoutException e) {
      throw new Failed(path(path) + " was not answered in time", 0);
    } catch (ExecutionException e) {
      throw new Failed(path(path) + ": " + e.getCause(), 0);
    } finally {
      begun.cancel(true);
    }
  }

  /** Parts of paths come from answers of the site. */
  private URI address(String path) throws Failed {
    try {
      return site.resolve(path);
    } catch (IllegalArgumentException e) {
      throw new Failed("an answer has what cannot be part of a path", 0);
    }
  }

  private static String path(String pathAndQuery) {
    return pathAndQuery.replaceFirst("\\?.*", "");
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
    return text.substring(0, Math.min(text.length(), TEXT_SHOWN_MAX));
  }

  /** Percent-encodes a path segment or query value. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
