package org.bongsu.watch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How watchers learn from each other: each asks the others every second, {@code GET
 * /watch/exchange?part=PART&time=SECONDS&nonce=TEXT}. Question and answer are signed with the
 * shared secret, the answer together with the question's nonce, so that neither is repeated or made
 * up by others. The clocks of two watchers may differ by two minutes.
 */
final class Exchange {
  /** What is asked for. */
  enum Part {
    /** The newest report and incidents; small. */
    NEWS,
    /** Everything that is kept. */
    RECORDS
  }

  /** What this watcher answers. */
  interface Source {
    ObjectNode answer(Part part);
  }

  static final String PATH = "/watch/exchange";
  private static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(2);
  private static final int ANSWER_BYTES_MAX = 32 << 20;

  private final SharedSecret secret;
  private final HttpClient http;

  Exchange(SharedSecret secret, HttpClient http) {
    this.secret = secret;
    this.http = http;
  }

  void addTo(Routes routes, Source source) {
    routes.add(Route.of("GET", PATH, Route.Access.PUBLIC, request -> answer(request, source)));
  }

  private Response answer(Request request, Source source) {
    String part = request.query("part").orElse("");
    String nonce = request.query("nonce").orElse("");
    long seconds = request.queryLong("time", 0, Long.MAX_VALUE);
    String signature = request.header(SharedSecret.HEADER).orElse("");
    if (!secret.isSignatureOf(question(part, seconds, nonce), signature)) {
      throw RequestError.forbidden("This is for the other watchers of this deployment only");
    }
    Duration differ = Duration.between(Instant.ofEpochSecond(seconds), Instant.now()).abs();
    if (differ.compareTo(CLOCKS_DIFFER_MAX) > 0) {
      throw RequestError.forbidden(
          "The watchers' clocks differ by %d seconds".formatted(differ.toSeconds()));
    }
    Part wanted = part.equals(Part.RECORDS.name()) ? Part.RECORDS : Part.NEWS;
    byte[] body = Json.bytes(source.answer(wanted).put("nonce", nonce));
    return new Response.Bytes(
        200, Map.of(SharedSecret.HEADER, secret.sign(body)), "application/json", body);
  }

  private static byte[] question(String part, long seconds, String nonce) {
    return "%s %d %s".formatted(part, seconds, nonce).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Asks another watcher.
   *
   * @throws IOException if it does not answer in time, or the answer is not signed
   */
  JsonNode ask(URI watcher, Part part, Duration within) throws IOException, InterruptedException {
    String nonce = java.util.UUID.randomUUID().toString();
    long seconds = Instant.now().getEpochSecond();
    String query = "?part=%s&time=%d&nonce=%s".formatted(part, seconds, nonce);
    HttpRequest request =
        HttpRequest.newBuilder(watcher.resolve(PATH.substring(1) + query))
            .header(SharedSecret.HEADER, secret.sign(question(part.name(), seconds, nonce)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> begun =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      HttpResponse<byte[]> answer = begun.get(within.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new IOException("answered %d".formatted(answer.statusCode()));
      }
      String signature = answer.headers().firstValue(SharedSecret.HEADER).orElse("");
      JsonNode body = Json.parse(answer.body());
      if (!secret.isSignatureOf(answer.body(), signature)
          || !body.path("nonce").asString("").equals(nonce)) {
        throw new IOException("the answer is not signed with the watchers' secret");
      }
      return body;
    } catch (TimeoutException | ExecutionException | MalformedJson e) {
      throw new IOException("no answer", e);
    } finally {
      begun.cancel(true);
    }
  }
}
