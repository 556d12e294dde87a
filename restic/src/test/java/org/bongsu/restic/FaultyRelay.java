package org.bongsu.restic;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP connections on to a service, or behaves as one that has failed. */
final class FaultyRelay implements AutoCloseable {
  /** What happens to connections. */
  enum Fault {
    NONE,
    /** Connections end as soon as {@link #CUT_AFTER_BYTES} were sent to the service. */
    CUT,
    /** Nothing is answered. */
    HANG,
    /** Every request is answered with 503 "slow down". */
    SLOW_DOWN
  }

  /** More than headers, less than a pack. */
  static final int CUT_AFTER_BYTES = 100_000;

  private static final byte[] SLOW_DOWN =
      ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n"
              + "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>")
          .getBytes(StandardCharsets.UTF_8);

  private final int servicePort;
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;

  FaultyRelay(int servicePort) throws IOException {
    this.servicePort = servicePort;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections accepted so far. */
  int connections() {
    return connections.get();
  }

  /** Ends all connections; new ones have this fault. */
  void set(Fault newFault) {
    fault = newFault;
    sockets.forEach(FaultyRelay::closeQuietly);
    sockets.clear();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = listening.accept();
        connections.incrementAndGet();
        sockets.add(client);
        Fault now = fault;
        Thread.ofVirtual().start(() -> serve(client, now));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client, Fault now) {
    try {
      switch (now) {
        case NONE -> relay(client, Long.MAX_VALUE);
        case CUT -> relay(client, CUT_AFTER_BYTES);
        case HANG -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case SLOW_DOWN -> refuse(client);
      }
    } catch (IOException ended) {
      closeQuietly(client);
    }
  }

  private void relay(Socket client, long bytesMax) throws IOException {
    Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort);
    sockets.add(service);
    service.setTcpNoDelay(true);
    client.setTcpNoDelay(true);
    Thread.ofVirtual().start(() -> copy(service, client, Long.MAX_VALUE));
    copy(client, service, bytesMax);
  }

  private static void copy(Socket from, Socket to, long bytesMax) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[1 << 14];
      long left = bytesMax;
      for (int n; left > 0 && (n = in.read(buffer)) >= 0; left -= n) {
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException ended) {
      closeQuietly(from);
    }
  }

  /** Answers, and reads on so that the client can finish sending. */
  private static void refuse(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    if (in.read() >= 0) {
      client.getOutputStream().write(SLOW_DOWN);
      client.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    }
    client.close();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    set(Fault.NONE);
  }
}
