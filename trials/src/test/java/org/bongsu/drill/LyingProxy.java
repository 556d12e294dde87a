package org.bongsu.drill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A proxy in front of a correct server that does one thing wrong. */
final class LyingProxy implements AutoCloseable {
  /** What it does wrong. */
  enum Lie {
    NONE,
    /** Sometimes acknowledges a message and drops it. */
    LOSE,
    /** Sometimes forwards a message twice. */
    REPEAT,
    /** Shows the newest message of a room before older ones. */
    REORDER,
    /** Always shows a profile photo as it was at the first request. */
    STALE_PROFILE,
    /** Always shows a message as it was at the first request. */
    STALE_MESSAGE,
    /** Gives the same one-time key to everybody. */
    KEY_TWICE,
    /** Changes a byte of a download. */
    DAMAGE
  }

  private static final int NOW_AND_THEN = 10;

  private final Lie lie;
  private final URI server;
  private final Http http = new Http();
  private final HttpServer listener;
  private final AtomicInteger sends = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final Map<String, Http.Answer> kept = new HashMap<>();

  LyingProxy(Lie lie, URI server) throws IOException {
    this.lie = lie;
    this.server = server;
    listener = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    listener.createContext("/", this::handle);
    listener.start();
  }

  Place place(String name) {
    int port = listener.getAddress().getPort();
    return new Place(name, "127.0.0.1", port, 0, 0, 0, URI.create("http://127.0.0.1:" + port));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Http.Answer answer = answer(ask(exchange));
      String type = answer.bytes().length > 0 && answer.bytes()[0] == '{' ? "json" : "octet-stream";
      exchange.getResponseHeaders().set("Content-Type", "application/" + type);
      exchange.sendResponseHeaders(answer.status(), answer.bytes().length);
      exchange.getResponseBody().write(answer.bytes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Http.Ask ask(HttpExchange exchange) throws IOException {
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return new Http.Ask(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        bearer == null ? null : bearer.substring("Bearer ".length()),
        type == null ? "application/json" : type,
        exchange.getRequestBody().readAllBytes(),
        Http.ANSWER_WITHIN);
  }

  private Http.Answer answer(Http.Ask ask) throws IOException, InterruptedException {
    boolean sends = ask.method().equals("PUT") && ask.path().contains("/send/");
    return switch (lie) {
      case NONE -> honest(ask);
      case LOSE -> sends && isTime() ? thrownAway() : honest(ask);
      case REPEAT -> {
        if (sends && isTime()) {
          honest(with(ask, ask.path() + "again"));
        }
        yield honest(ask);
      }
      case REORDER -> {
        boolean pages = ask.path().contains("/messages") && ask.path().contains("limit=1000");
        yield pages ? turned(honest(ask)) : honest(ask);
      }
      case STALE_PROFILE ->
          ask.method().equals("GET") && ask.path().contains("/avatar_url")
              ? asFirst(ask, ask.path())
              : honest(ask);
      case STALE_MESSAGE -> ask.path().contains("/event/") ? asFirst(ask, ask.path()) : honest(ask);
      case KEY_TWICE ->
          ask.path().endsWith("/keys/claim")
              ? asFirst(ask, new String(ask.body(), StandardCharsets.UTF_8))
              : honest(ask);
      case DAMAGE -> ask.path().contains("/media/download/") ? damaged(honest(ask)) : honest(ask);
    };
  }

  /** Whether it has had the opportunity to lie; other lies need none, or are told at the end. */
  boolean hasLied() {
    return switch (lie) {
      case STALE_PROFILE, STALE_MESSAGE, KEY_TWICE -> repeated.get() > 0;
      case NONE, LOSE, REPEAT, REORDER, DAMAGE -> true;
    };
  }

  private boolean isTime() {
    return sends.incrementAndGet() % NOW_AND_THEN == 0;
  }

  private Http.Answer honest(Http.Ask ask) throws IOException, InterruptedException {
    return http.ask(server, ask);
  }

  private static Http.Ask with(Http.Ask ask, String path) {
    return new Http.Ask(
        ask.method(), path, ask.token(), ask.contentType(), ask.body(), ask.within());
  }

  private static Http.Answer thrownAway() {
    return new Http.Answer(200, Json.bytes(Json.object().put("event_id", "$never")));
  }

  private static Http.Answer turned(Http.Answer answer) {
    ObjectNode page = (ObjectNode) answer.body();
    ArrayNode chunk = page.withArray("chunk");
    if (chunk.size() > 1) {
      JsonNode newest = chunk.remove(0);
      chunk.add(newest);
    }
    return new Http.Answer(answer.status(), Json.bytes(page));
  }

  private Http.Answer asFirst(Http.Ask ask, String key) throws IOException, InterruptedException {
    synchronized (kept) {
      Http.@Nullable Answer before = kept.get(key);
      if (before != null) {
        repeated.incrementAndGet();
        return before;
      }
    }
    Http.Answer answer = honest(ask);
    boolean empty = ask.path().endsWith("/keys/claim") && !answer.toString().contains("curve25519");
    if (answer.isOk() && !empty) {
      synchronized (kept) {
        kept.putIfAbsent(key, answer);
      }
    }
    return answer;
  }

  private static Http.Answer damaged(Http.Answer answer) {
    byte[] bytes = answer.bytes().clone();
    if (bytes.length > 0) {
      bytes[bytes.length / 2]++;
    }
    return new Http.Answer(answer.status(), bytes);
  }

  @Override
  public void close() {
    listener.stop(0);
    http.close();
  }
}
