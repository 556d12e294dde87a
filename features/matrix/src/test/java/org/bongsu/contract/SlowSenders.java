package org.bongsu.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that begin a request and never finish it, open until this is closed. A server must
 * answer all others meanwhile; it may close these.
 */
final class SlowSenders implements AutoCloseable {
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "GE",
          "GET /_matrix/client/versions HTTP/1.1\r\nHost: loc",
          "POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"type\":",
          "POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"ty");

  private final List<Socket> sockets = new ArrayList<>();

  SlowSenders(URI server, int connections) {
    try {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        String beginning = BEGINNINGS.get(i % BEGINNINGS.size());
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("a slow sender could not connect", e);
    }
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }
}
