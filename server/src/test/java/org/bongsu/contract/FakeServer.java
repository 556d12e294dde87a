package org.bongsu.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A tiny server that answers as told, rightly or wrongly: what the test tooling is tested with. */
final class FakeServer implements TestServer {
  /** What is asked. */
  record Request(String method, String path, String body, String authorization) {}

  /** What is answered. */
  record Reply(int status, String contentType, String body, boolean cors) {
    static Reply json(int status, String body) {
      return new Reply(status, "application/json", body, true);
    }

    static Reply error(int status, String errcode) {
      return json(status, "{\"errcode\":\"" + errcode + "\",\"error\":\"refused\"}");
    }

    Reply withoutCors() {
      return new Reply(status, contentType, body, false);
    }
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FakeServer(Function<Request, Reply> behaviour) {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/", exchange -> handle(exchange, behaviour));
    http.start();
  }

  private static void handle(HttpExchange exchange, Function<Request, Reply> behaviour)
      throws IOException {
    try (exchange) {
      String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Reply reply =
          behaviour.apply(
              new Request(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getRawPath(),
                  body,
                  authorization == null ? "" : authorization));
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      if (reply.cors()) {
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange
            .getResponseHeaders()
            .set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS");
        exchange
            .getResponseHeaders()
            .set("Access-Control-Allow-Headers", "X-Requested-With, Content-Type, Authorization");
      }
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), head ? -1 : bytes.length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(bytes);
        }
      }
    }
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
