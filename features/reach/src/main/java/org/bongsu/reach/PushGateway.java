package org.bongsu.reach;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls push gateways. Follows no redirects, and limits the size of answers. */
final class PushGateway implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES_MAX = 64 * 1024;
  private static final int CONNECTIONS_TO_ONE_MAX = 32;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  /** The result of a push. */
  sealed interface Result {
    /** Delivered; {@code rejected} are the push keys that the gateway no longer serves. */
    record Delivered(Set<String> rejected) implements Result {}

    /** Failed; a retry may succeed. */
    record Failed(String why) implements Result {}

    /** Failed; a retry is pointless. */
    record Refused(String why) implements Result {}
  }

  private final boolean privateAllowed;

  /** Created for the first push, because many servers send none. */
  private @Nullable Vertx vertx;

  private @Nullable HttpClient client;

  PushGateway(boolean privateAllowed) {
    this.privateAllowed = privateAllowed;
  }

  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
      made =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setConnectTimeout((int) CONNECT_MAX.toMillis())
                  .setIdleTimeout((int) ANSWER_MAX.toSeconds()),
              new PoolOptions().setHttp1MaxSize(CONNECTIONS_TO_ONE_MAX));
      client = made;
    }
    return made;
  }

  /** Sends a push and waits for its result. */
  Result send(PushBody.Request push) throws InterruptedException {
    GatewayAddress gateway;
    try {
      gateway = GatewayAddress.find(push.url(), privateAllowed);
    } catch (GatewayAddress.Refused e) {
      return new Result.Refused(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      return new Result.Failed("its host cannot be resolved");
    }
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    try {
      return client()
          .request(options(gateway))
          .compose(request -> {
            sent.set(request);
            return request
                .send(Buffer.buffer(Json.bytes(push.body())))
                .compose(PushGateway::readAnswer);
          })
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      HttpClientRequest request = sent.get();
      if (request != null) {
        request.reset();
      }
      return new Result.Failed("no answer within " + ANSWER_MAX.toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Result.Failed(String.valueOf(e.getCause()));
    }
  }

  private static RequestOptions options(GatewayAddress gateway) {
    String path = gateway.url().getRawPath();
    String query = gateway.url().getRawQuery();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(
            SocketAddress.inetSocketAddress(gateway.port(), gateway.address().getHostAddress()))
        .setHost(gateway.url().getHost())
        .setPort(gateway.port())
        .setSsl(gateway.tls())
        .setURI(query == null ? path : path + "?" + query)
        .setFollowRedirects(false)
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", "Bongsu");
  }

  private static Future<Result> readAnswer(HttpClientResponse response) {
    Promise<Result> read = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(read::tryFail);
    response.handler(piece -> {
      if (body.length() + piece.length() > ANSWER_BYTES_MAX) {
        read.tryComplete(new Result.Failed("its answer is too long"));
        response.request().reset();
      } else {
        body.appendBuffer(piece);
      }
    });
    response.endHandler(end -> read.tryComplete(result(response.statusCode(), body)));
    return read.future();
  }

  private static Result result(int status, Buffer body) {
    if (status >= 200 && status < 300) {
      return new Result.Delivered(rejected(body));
    }
    boolean forGood =
        status >= 400 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS;
    return forGood
        ? new Result.Refused("it answered " + status)
        : new Result.Failed("it answered " + status);
  }

  private static Set<String> rejected(Buffer body) {
    Set<String> rejected = new LinkedHashSet<>();
    try {
      for (JsonNode key : Json.parse(body.getBytes()).path("rejected")) {
        if (key.isString()) {
          rejected.add(key.stringValue());
        }
      }
    } catch (MalformedJson e) {
      // An answer that is not JSON rejects no push key.
    }
    return rejected;
  }

  @Override
  public synchronized void close() {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
