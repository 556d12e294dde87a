package org.bongsu.http;

import static org.bongsu.http.RequestError.Reason.NO_CREDENTIALS;
import static org.bongsu.http.RequestError.Reason.TOO_LARGE;
import static org.bongsu.http.RequestError.Reason.TOO_SLOW;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.bongsu.store.Readers;
import org.jspecify.annotations.Nullable;

/** One request: reads its body, runs its handler, sends its response. */
final class Exchange {
  /**
   * A request over the limit is held for a random time between these two before it is refused: a
   * client that repeats refused requests at once is slowed down, and its repetitions do not come in
   * one burst.
   */
  private static final long REFUSED_FROM_MILLIS = 1_000;

  private static final long REFUSED_TO_MILLIS = 4_000;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Route route;
  private final Map<String, String> pathParams;
  private final Authenticator authenticator;
  private final ClientAddress clientAddress;
  private final String remoteAddress;
  private final ResponseWriter writer;

  Exchange(
      Vertx vertx,
      HttpServerRequest request,
      Routes.Match.Found found,
      Authenticator authenticator,
      ClientAddress clientAddress,
      String remoteAddress,
      ResponseWriter writer) {
    this.vertx = vertx;
    this.request = request;
    this.route = found.route();
    this.pathParams = found.pathParams();
    this.authenticator = authenticator;
    this.clientAddress = clientAddress;
    this.remoteAddress = remoteAddress;
    this.writer = writer;
  }

  /** Reads the body, unless the route streams, and then has the handler run. */
  void receive(HandlerPool handlers, BodyLimits limits) {
    long declared = declaredLength();
    if (declared > route.bodyBytesMax()) {
      writer.fail(tooLarge());
    } else if (route.streams()) {
      request.pause();
      InputStream stream =
          new BodyStream(request, vertx.getOrCreateContext(), route.bodyBytesMax(), route.pace());
      run(handlers, () -> handle(new byte[0], stream));
    } else if (declared == 0 || hasNoBody()) {
      run(handlers, () -> handle(new byte[0], null));
    } else {
      new Collector(handlers, limits).collect();
    }
  }

  private boolean run(HandlerPool handlers, Runnable handler) {
    try {
      handlers.run(handler);
      return true;
    } catch (RequestError busy) {
      writer.fail(busy);
      return false;
    }
  }

  /**
   * Collects a body within its limits; runs on the request's event loop. A handler is run, and
   * counted, only when the body is complete: clients that do not finish their requests keep no
   * others from being handled.
   */
  private final class Collector {
    private final HandlerPool handlers;
    private final BodyLimits limits;
    private final String client = Networks.countedAs(remoteAddress);
    private final Buffer body = Buffer.buffer();
    private long timer;
    private long taken;
    private boolean over;

    Collector(HandlerPool handlers, BodyLimits limits) {
      this.handlers = handlers;
      this.limits = limits;
    }

    void collect() {
      if (!limits.unfinished().enter(client)) {
        refuseLater();
        return;
      }
      timer =
          vertx.setTimer(
              limits.within().toMillis(),
              late -> refuse(new RequestError(TOO_SLOW, "The body took too long")));
      request.handler(this::add);
      request.exceptionHandler(broken -> end(this::giveBack));
      request.endHandler(whole -> end(this::pass));
    }

    private void refuseLater() {
      request.pause();
      vertx.setTimer(
          ThreadLocalRandom.current().nextLong(REFUSED_FROM_MILLIS, REFUSED_TO_MILLIS),
          _ -> writer.fail(RequestError.tooMany(limits.within())));
    }

    private void add(Buffer chunk) {
      if (over) {
        return;
      }
      long length = (long) body.length() + chunk.length();
      long more = ByteBudget.counted(length) - taken;
      if (length > route.bodyBytesMax()) {
        refuse(tooLarge());
      } else if (!limits.memory().take(more)) {
        refuse(RequestError.unavailable("Too many large requests are arriving"));
      } else {
        taken += more;
        body.appendBuffer(chunk);
      }
    }

    private void refuse(RequestError error) {
      end(() -> {
        giveBack();
        writer.fail(error);
      });
    }

    private void pass() {
      boolean runs =
          run(
              handlers,
              () -> {
                try {
                  handle(body.getBytes(), null);
                } finally {
                  giveBack();
                }
              });
      if (!runs) {
        giveBack();
      }
    }

    private void giveBack() {
      limits.memory().giveBack(taken);
    }

    private void end(Runnable then) {
      if (!over) {
        over = true;
        vertx.cancelTimer(timer);
        limits.unfinished().leave(client);
        then.run();
      }
    }
  }

  private boolean hasNoBody() {
    return request.getHeader("Content-Length") == null
        && request.getHeader("Transfer-Encoding") == null;
  }

  private long declaredLength() {
    String header = request.getHeader("Content-Length");
    try {
      return header == null ? -1 : Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private RequestError tooLarge() {
    return new RequestError(
        TOO_LARGE, "At most " + route.bodyBytesMax() + " bytes can be sent here");
  }

  private void handle(byte[] body, @Nullable InputStream stream) {
    try {
      writer.sendWhenDone(answered(routed(body, stream)));
    } catch (RuntimeException e) {
      writer.fail(e);
    }
  }

  /** Runs the handler; its reads of the store take from the share of its account. */
  private CompletableFuture<Response> answered(Request routed) {
    String account = routed.optionalSession().map(session -> session.user().value()).orElse(null);
    return account == null
        ? route.handler().handle(routed).toCompletableFuture()
        : ScopedValue.where(Readers.ACCOUNT, account)
            .call(() -> route.handler().handle(routed).toCompletableFuture());
  }

  private Request routed(byte[] body, @Nullable InputStream stream) {
    RequestHead head =
        new RequestHead(
            request.method().name(),
            request.path(),
            query(request.query()),
            request::getHeader,
            remoteAddress,
            request.isSSL() || clientAddress.isEncrypted(request));
    return new Request(head, pathParams, body, stream, session(head));
  }

  /** The session of the request; null if it has none and the route allows that. */
  private @Nullable Session session(RequestHead head) {
    if (route.access() == Route.Access.PUBLIC) {
      return null;
    }
    Session session = authenticator.authenticate(head);
    if (session == null && route.access() == Route.Access.TOKEN) {
      throw new RequestError(NO_CREDENTIALS, "This needs an access token");
    }
    return session;
  }

  private static Map<String, List<String>> query(@Nullable String query) {
    Map<String, List<String>> values = new HashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = Request.decode(equals < 0 ? pair : pair.substring(0, equals));
        String value =
            equals < 0 ? "" : Request.decode(pair.substring(equals + 1).replace('+', ' '));
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
      }
    }
    return values;
  }
}
