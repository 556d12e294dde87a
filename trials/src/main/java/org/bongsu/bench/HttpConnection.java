package org.bongsu.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection with one request at a time, written by hand because the generator
 * shares the processor with the server that it measures. Lives on one event loop. Connects when it
 * is first used and again after a failure.
 */
final class HttpConnection {

  /** Called once for each request, on the event loop, when the connection is free again. */
  interface Answer {
    /** The body is in {@code bytes} from {@code from} to {@code to}, during this call only. */
    void answered(int status, byte[] bytes, int from, int to);

    /** No complete answer came; {@code why} is one of a few short texts. */
    void failed(String why);
  }

  private final NetClient client;
  private final Endpoint endpoint;
  private final Expiry expiry;
  private final ResponseParser parser = new ResponseParser();
  private @Nullable NetSocket socket;
  private @Nullable Answer pending;
  private long expiresAtNanos;
  private boolean shut;

  /** Distinguishes a request and a socket from earlier ones. */
  private int requests;

  private int sockets;

  HttpConnection(NetClient client, Endpoint endpoint, Expiry expiry) {
    this.client = client;
    this.endpoint = endpoint;
    this.expiry = expiry;
    expiry.watch(this);
  }

  boolean busy() {
    return pending != null;
  }

  /**
   * Writes a whole request.
   *
   * @throws IllegalStateException if the last one is still unanswered
   */
  void send(byte[] request, long timeoutMillis, Answer answer) {
    if (pending != null || shut) {
      throw new IllegalStateException("one request at a time, and none after close");
    }
    pending = answer;
    int asked = ++requests;
    expiresAtNanos = System.nanoTime() + timeoutMillis * 1_000_000;
    NetSocket open = socket;
    if (open != null) {
      open.write(Buffer.buffer(request));
      return;
    }
    client
        .connect(endpoint.port(), endpoint.host())
        .onSuccess(connected -> opened(connected, request, asked))
        .onFailure(_ -> {
          if (isOpen(asked)) {
            fail("cannot connect");
          }
        });
  }

  /** Closes without notifying the caller that waits. */
  void close() {
    shut = true;
    pending = null;
    expiry.forget(this);
    drop();
  }

  /** Called periodically: fails a request that has waited too long. */
  void expire(long nowNanos) {
    if (pending != null && nowNanos - expiresAtNanos > 0) {
      drop();
      fail("timeout");
    }
  }

  private boolean isOpen(int asked) {
    return pending != null && asked == requests;
  }

  private void opened(NetSocket connected, byte[] request, int asked) {
    if (!isOpen(asked)) {
      connected.close();
      return;
    }
    socket = connected;
    int opened = ++sockets;
    parser.reset();
    connected.handler(received -> received(opened, received));
    connected.closeHandler(_ -> closed(opened));
    connected.exceptionHandler(_ -> {});
    connected.write(Buffer.buffer(request));
  }

  private void received(int from, Buffer received) {
    if (socket == null || from != sockets) {
      return;
    }
    try {
      if (pending == null) {
        throw new ResponseParser.ProtocolBroken("an answer that nobody asked for");
      }
      if (parser.feed(received)) {
        answer();
      }
    } catch (ResponseParser.ProtocolBroken e) {
      drop();
      fail("no HTTP: " + e.getMessage());
    }
  }

  private void answer() {
    Answer asker = pending;
    pending = null;
    byte[] bytes = parser.bytes();
    int from = parser.bodyFrom();
    int to = parser.bodyTo();
    int status = parser.status();
    if (parser.closes()) {
      drop();
    }
    parser.reset();
    if (asker != null) {
      asker.answered(status, bytes, from, to);
    }
  }

  private void closed(int which) {
    if (socket == null || which != sockets) {
      return;
    }
    socket = null;
    if (pending != null) {
      if (parser.closed()) {
        answer();
      } else {
        fail("connection closed");
      }
    }
  }

  private void drop() {
    NetSocket open = socket;
    socket = null;
    parser.reset();
    if (open != null) {
      open.close();
    }
  }

  private void fail(String why) {
    Answer asker = pending;
    pending = null;
    if (asker != null) {
      asker.failed(why);
    }
  }

  /** The address of a server. */
  record Endpoint(String host, int port, boolean tls, String basePath) {

    static Endpoint of(URI url) {
      boolean tls = "https".equals(url.getScheme());
      boolean http = tls || "http".equals(url.getScheme());
      if (!http || url.getHost() == null) {
        throw new BenchFailed("no http or https address: " + url);
      }
      int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
      String path = url.getRawPath() == null ? "" : url.getRawPath();
      String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return new Endpoint(url.getHost(), port, tls, base);
    }
  }

  /** Checks the connections of a load for requests that have waited too long. */
  interface Expiry {
    void watch(HttpConnection connection);

    void forget(HttpConnection connection);
  }
}
