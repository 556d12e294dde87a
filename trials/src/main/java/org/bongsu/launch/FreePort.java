package org.bongsu.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are about to start. They are below the range for outgoing connections, one
 * of which might take the port before the server does.
 */
public final class FreePort {
  private static final int FROM = 12_000;
  private static final int TO = 32_000;

  private FreePort() {}

  /** A port that is free now. */
  public static int find() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Try another one.
      }
    }
  }
}
