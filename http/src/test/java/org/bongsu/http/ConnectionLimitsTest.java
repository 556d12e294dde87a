package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that open connections and do not finish their requests, as bytes on real connections. */
class ConnectionLimitsTest {
  private static final String ATTACKER = "127.0.0.1";
  private static final String INNOCENT = "127.0.0.2";
  private static final int PATIENCE_MILLIS = 20_000;

  private static final int LARGE_BYTES = 8 << 20;

  private static final String LARGE = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private static final String HALF =
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"half\":";

  private final List<Socket> sockets = new ArrayList<>();
  private Gateway gateway;

  private void start(ClientLimits limits) {
    Route health =
        Route.of(
            "GET", "/health", Route.Access.PUBLIC, r -> Response.json(Json.object().put("ok", 1)));
    byte[] large = new byte[LARGE_BYTES];
    Routes routes =
        new Routes()
            .add("GET", "/large", Route.Access.PUBLIC, r -> Response.json(200, large))
            .add("POST", "/echo", Route.Access.PUBLIC, r -> Response.json(r.json()))
            .add(health.operational());
    gateway = Gateway.listen("127.0.0.1", 0, routes, limits, Admission.ALWAYS);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    gateway.close();
  }

  private static ClientLimits limits(int connections, int unfinished, Duration within) {
    return new ClientLimits(Networks.NONE, connections, unfinished, within);
  }

  /** A connection from an address of this machine, on which bytes have been sent. */
  private Socket connect(String from, String bytes) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()), PATIENCE_MILLIS);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String post(String from, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String head = "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 7\r\n";
    return rest(connect(from, head + more + "\r\n{\"a\":1}"));
  }

  private String health(String from) throws IOException {
    return rest(connect(from, "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  }

  private static void assertOk(String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
  }

  /** The answer once the server has read the half-sent requests. */
  private String postUntilRefused(String... headers) throws IOException {
    String answer = "";
    for (int i = 0; i < 200 && !answer.startsWith("HTTP/1.1 429 "); i++) {
      answer = post(ATTACKER, headers);
    }
    assertTrue(answer.startsWith("HTTP/1.1 429 "), answer);
    return answer;
  }

  /** Waits until the server has closed the connection. */
  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  /** Each holds an answer until it is closed. */
  @Test
  void answersThatAreNotReadAreBoundedForEachClient() throws IOException {
    start(limits(1_000, 100, Duration.ofSeconds(60)));
    long clientsShare = Runtime.getRuntime().maxMemory() / 16;
    List<Socket> unread = new ArrayList<>();
    for (long held = 0; held <= clientsShare; held += LARGE_BYTES) {
      Socket socket = connect(ATTACKER, LARGE);
      assertEquals('H', socket.getInputStream().read()); // it is being answered
      unread.add(socket);
    }
    assertTrue(rest(connect(ATTACKER, LARGE)).startsWith("HTTP/1.1 429 "));
    assertOk(health(ATTACKER));
    assertOk(rest(connect(INNOCENT, LARGE)));

    for (Socket socket : unread) {
      socket.close();
    }
    String answer = "";
    for (int i = 0; i < 1_000 && !answer.startsWith("HTTP/1.1 200 "); i++) {
      answer = rest(connect(ATTACKER, LARGE)); // until the server has noticed
    }
    assertOk(answer);
  }

  /** More than handlers can run at once: none of them runs, so others find all free. */
  @Test
  void halfSentRequestsKeepNobodyWaiting() throws IOException {
    start(limits(100_000, 100_000, Duration.ofSeconds(60)));
    for (int i = 0; i < 4_200; i++) {
      connect(ATTACKER, HALF);
    }
    assertOk(post(INNOCENT));
    assertOk(health(INNOCENT));
    assertOk(health(ATTACKER));
  }

  @Test
  void oneClientCannotTakeAllConnections() throws IOException {
    start(limits(50, 100, Duration.ofSeconds(60)));
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      held.add(connect(ATTACKER, HALF));
      held.getLast().setSoTimeout(20);
    }
    for (int i = 0; i < 100 && held.size() > 50; i++) { // they are accepted in any order
      for (Socket one : List.copyOf(held)) {
        if (isClosed(one)) {
          held.remove(one);
        }
      }
    }
    assertEquals(50, held.size());
    assertOk(post(INNOCENT));
    assertOk(health(INNOCENT));
    held.getFirst().close();
    String again = health(ATTACKER);
    for (int i = 0; i < 100 && again.isEmpty(); i++) { // the server may notice a little later
      again = health(ATTACKER);
    }
    assertOk(again);
  }

  @Test
  void oneClientHasFewUnfinishedRequests() throws IOException {
    start(limits(1_000, 10, Duration.ofSeconds(60)));
    for (int i = 0; i < 10; i++) {
      connect(ATTACKER, HALF);
    }
    pause(500); // until all are read, most likely; or else one of them may be refused
    String refused = postUntilRefused();
    assertTrue(refused.contains("Retry-After: 60"), refused);
    assertOk(health(ATTACKER));
    assertOk(post(INNOCENT));
    Socket first = sockets.getFirst();
    first.getOutputStream().write(" ".repeat(90).concat("1}").getBytes(StandardCharsets.US_ASCII));
    assertTrue(first.getInputStream().read() >= 0, "one that is finished is answered");
    assertOk(post(ATTACKER));
  }

  /** Requests of a proxy count for its clients, and its connections for nobody. */
  @Test
  void clientsBehindAProxyDoNotShareALimit() throws IOException {
    start(new ClientLimits(Networks.parse(ATTACKER), 5, 3, Duration.ofSeconds(60)));
    for (int i = 0; i < 20; i++) {
      connect(
          ATTACKER,
          HALF.replace("Host: x", "Host: x\r\nX-Forwarded-For: 203.0.113.9, 198.51.100.7"));
    }
    postUntilRefused("X-Forwarded-For: 203.0.113.8", "X-Forwarded-For: 198.51.100.7");
    assertOk(post(ATTACKER, "X-Forwarded-For: 198.51.100.8"));
  }

  @Test
  void aHeadThatNeverEndsIsNotWaitedFor() throws Exception {
    start(limits(1_000, 1_000, Duration.ofSeconds(2)));
    Socket slow = connect(ATTACKER, "GET /health HTTP/1.1\r\n");
    slow.setSoTimeout(200);
    long begin = System.nanoTime();
    boolean closed = false;
    for (int i = 0; i < 50 && !closed; i++) {
      try {
        slow.getOutputStream().write(("X-" + i + ": y\r\n").getBytes(StandardCharsets.US_ASCII));
        closed = isClosed(slow);
      } catch (IOException gone) {
        closed = true;
      }
    }
    assertTrue(closed, "bytes that keep coming keep a connection");
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(took.compareTo(Duration.ofMillis(1_800)) > 0, took::toString);
  }

  @Test
  void aBodyThatNeverEndsIsNotWaitedFor() throws IOException {
    start(limits(1_000, 1_000, Duration.ofSeconds(1)));
    String answer = rest(connect(ATTACKER, HALF));
    assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
  }

  @Test
  void aConnectionServesManyRequests() throws IOException {
    start(limits(1, 1, Duration.ofSeconds(1)));
    Socket one = connect(ATTACKER, "");
    for (int i = 0; i < 3; i++) {
      String head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
      one.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      while (!answer.toString().endsWith("{\"a\":1}")) {
        answer.append((char) one.getInputStream().read());
        assertFalse(answer.length() > 10_000, answer::toString);
      }
      assertOk(answer.toString());
      pause(700); // in all longer than the first head may take
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
