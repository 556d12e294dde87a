package org.bongsu.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;

class BodyStreamTest {
  private static final int BODY_BYTES = 64 << 20;

  /** At most this much is held by sockets and buffers; the rest stays with the sender. */
  private static final int ON_THE_WAY_MAX = 24 << 20;

  @Test
  void aSenderWaitsForASlowHandler() throws Exception {
    CountDownLatch mayRead = new CountDownLatch(1);
    CompletableFuture<Long> read = new CompletableFuture<>();
    Routes routes = new Routes();
    routes.add(
        Route.of("POST", "/slow", Route.Access.PUBLIC, request -> slow(request, mayRead, read))
            .withBodyBytesMax(BODY_BYTES)
            .streaming());
    try (Gateway gateway =
            Gateway.listen("127.0.0.1", 0, routes, ClientLimits.NONE, Admission.ALWAYS);
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress("127.0.0.1", gateway.port()))) {
      String head = "POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n";
      channel.write(ByteBuffer.wrap(head.getBytes(US_ASCII)));
      channel.configureBlocking(false);
      long sent = sendUntilStuck(channel);
      assertTrue(sent < ON_THE_WAY_MAX, sent + " bytes were taken from the sender");
      mayRead.countDown();
      channel.configureBlocking(true);
      while (sent < BODY_BYTES) {
        int length = (int) Math.min(1 << 16, BODY_BYTES - sent);
        sent += channel.write(ByteBuffer.allocate(length));
      }
      assertEquals(BODY_BYTES, read.get());
    }
  }

  @Test
  void aTrickleIsRefusedEvenIfItNeverPauses() throws Exception {
    BodyPace pace = new BodyPace(1000, Duration.ofMillis(500), Duration.ofMinutes(5));
    try (Gateway gateway = receiving(pace);
        Socket socket = post(gateway, 1_000_000)) {
      long began = System.nanoTime();
      assertEquals("HTTP/1.1 408 Request Timeout", trickle(socket, 2, 1_000_000));
      long millis = (System.nanoTime() - began) / 1_000_000;
      assertTrue(millis > 400 && millis < 5_000, millis + " ms");
    }
  }

  @Test
  void aBodyThatComesFastEnoughIsReceived() throws Exception {
    BodyPace pace = new BodyPace(1000, Duration.ofMillis(500), Duration.ofMinutes(5));
    try (Gateway gateway = receiving(pace);
        Socket socket = post(gateway, 6000)) {
      assertEquals("HTTP/1.1 200 OK", trickle(socket, 60, 6000));
    }
  }

  @Test
  void aBodyThatTakesTooLongInAllIsRefused() throws Exception {
    BodyPace pace = new BodyPace(1, Duration.ofMinutes(1), Duration.ofMillis(700));
    try (Gateway gateway = receiving(pace);
        Socket socket = post(gateway, 1_000_000)) {
      assertEquals("HTTP/1.1 408 Request Timeout", trickle(socket, 100, 1_000_000));
    }
  }

  @Test
  void aSlowHandlerDoesNotCountAgainstTheClient() throws Exception {
    BodyPace pace = new BodyPace(1_000_000, Duration.ofMillis(300), Duration.ofMinutes(5));
    CountDownLatch mayRead = new CountDownLatch(1);
    CompletableFuture<Long> read = new CompletableFuture<>();
    try (Gateway gateway = receiving(pace, request -> slow(request, mayRead, read));
        Socket socket = post(gateway, 100_000)) {
      socket.getOutputStream().write(new byte[100_000]);
      Thread.sleep(1000);
      mayRead.countDown();
      assertEquals("HTTP/1.1 200 OK", firstLine(socket));
    }
  }

  private static Gateway receiving(BodyPace pace) {
    return receiving(
        pace, request -> slow(request, new CountDownLatch(0), new CompletableFuture<>()));
  }

  private static Gateway receiving(BodyPace pace, Route.Handler handler) {
    Routes routes = new Routes();
    routes.add(
        Route.of("POST", "/slow", Route.Access.PUBLIC, handler)
            .withBodyBytesMax(BODY_BYTES)
            .streaming(pace));
    return Gateway.listen("127.0.0.1", 0, routes, ClientLimits.NONE, Admission.ALWAYS);
  }

  private static Socket post(Gateway gateway, int length) throws IOException {
    Socket socket = new Socket("127.0.0.1", gateway.port());
    socket.setSoTimeout(20_000);
    String head = "POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    return socket;
  }

  /** Sends that many bytes every 20 ms until there is a response; returns its first line. */
  private static String trickle(Socket socket, int bytes, int bytesMax) throws Exception {
    InputStream in = socket.getInputStream();
    int sent = 0;
    for (int i = 0; i < 1000 && in.available() == 0; i++) {
      int length = Math.min(bytes, bytesMax - sent);
      socket.getOutputStream().write(new byte[length]);
      sent += length;
      Thread.sleep(20);
    }
    return firstLine(socket);
  }

  private static String firstLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static Response slow(
      Request request, CountDownLatch mayRead, CompletableFuture<Long> read) {
    try (InputStream body = request.stream()) {
      mayRead.await();
      read.complete(body.transferTo(java.io.OutputStream.nullOutputStream()));
      return Response.json(Json.object());
    } catch (IOException | InterruptedException e) {
      read.completeExceptionally(e);
      throw new IllegalStateException(e);
    }
  }

  /** Sends until nothing has been accepted for a second. */
  private static long sendUntilStuck(SocketChannel channel) throws Exception {
    long sent = 0;
    for (int idle = 0; idle < 20 && sent < ON_THE_WAY_MAX; idle++) {
      int taken = channel.write(ByteBuffer.allocate(1 << 16));
      sent += taken;
      if (taken > 0) {
        idle = 0;
      } else {
        Thread.sleep(50);
      }
    }
    return sent;
  }
}
