package org.bongsu.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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
