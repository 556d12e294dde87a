package org.bongsu.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are started in a moment: below those which the system gives to outgoing
 * connections, or one of these may have taken it by then.
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
        // Another one.
      }
    }
  }
}
