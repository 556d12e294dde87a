package org.bongsu.contract;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A tiny server with scripted answers, right or wrong, to test the test tooling. */
final class FakeServer implements TestServer {
  private static final int STARTS_WITHIN_SECONDS = 30;

  /** A request; the body decoded as ISO 8859-1, byte by byte. */
  record Request(String method, String path, String body, String authorization) {}

  /**
   * An answer.
   *
   * @param status 0 for no answer at all
   */
  record Reply(int status, Map<String, String> headers, String body) {
    private static final Map<String, String> CORS =
        Map.of(
            "Content-Type",
            "application/json",
            "Access-Control-Allow-Origin",
            "*",
            "Access-Control-Allow-Methods",
            "GET, POST, PUT, DELETE, OPTIONS",
            "Access-Control-Allow-Headers",
            "X-Requested-With, Content-Type, Authorization");

    static Reply json(int status, String body) {
      return new Reply(status, CORS, body);
    }

    static Reply error(int status, String errcode) {
      return json(status, "{\"errcode\":\"" + errcode + "\",\"error\":\"refused\"}");
    }

    static Reply never() {
      return new Reply(0, Map.of(), "");
    }

    Reply without(String header) {
      Map<String, String> fewer = new java.util.HashMap<>(headers);
      fewer.remove(header);
      return new Reply(status, fewer, body);
    }

    Reply with(String header, String value) {
      Map<String, String> more = new java.util.HashMap<>(headers);
      more.put(header, value);
      return new Reply(status, more, body);
    }
  }

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServer http;

  FakeServer(Function<Request, Reply> behaviour) {
    http =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(request ->
                request.bodyHandler(body -> answer(request, behaviour.apply(read(request, body)))));
    try {
      http.listen()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STARTS_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the fake server did not start", e);
    }
  }

  private static Request read(HttpServerRequest request, Buffer body) {
    String authorization = request.getHeader("Authorization");
    return new Request(
        request.method().name(),
        request.path() == null ? "" : request.path(),
        body.toString(StandardCharsets.ISO_8859_1),
        authorization == null ? "" : authorization);
  }

  private static void answer(HttpServerRequest request, Reply reply) {
    if (reply.status() == 0) {
      return;
    }
    HttpServerResponse response = request.response().setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (request.method().name().equals("HEAD")) {
      response.end();
    } else {
      response.end(reply.body());
    }
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.actualPort());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
