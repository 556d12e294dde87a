package org.bongsu.matrix.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.media.Bombs;
import org.bongsu.media.Pictures;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account sends to stop the media of others. */
class HostileMediaTest {
  /** What others wait for a small photo meanwhile: about two pieces of refused work. */
  private static final Duration OTHERS_WAIT_MAX = Duration.ofSeconds(6);

  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient soonbok;
  private static MatrixClient greedy;

  @BeforeAll
  static void start() {
    server =
        RunningServer.open(
            data, config -> config.with("upload-time-max", "3s").with("media-waiting", "8"));
    soonbok = MatrixClient.anonymous(server.url()).registerUser("soonbok");
    greedy = MatrixClient.anonymous(server.url()).registerUser("greedy");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer upload(MatrixClient client, byte[] content, String query) {
    return client.request("POST", "/_matrix/media/v3/upload" + query, content, Map.of());
  }

  private static long filesIn(String directory) throws Exception {
    try (Stream<Path> files = Files.walk(data.resolve("media").resolve(directory))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void onesBombsDoNotHoldUpAnothersPhoto() throws Exception {
    byte[] bomb = Bombs.overlappingXmp();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> bombs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        bombs.add(threads.submit(() -> upload(greedy, bomb, "")));
      }
      for (int i = 0; i < 3; i++) {
        byte[] photo = Pictures.encode(Pictures.quarters(60 + i, 40), "png");
        long began = System.nanoTime();
        String media = soonbok.uploadMedia(photo, "image/png", "").substring("mxc://".length());
        soonbok
            .get("/_matrix/client/v1/media/thumbnail/" + media + "?width=32&height=32")
            .expect(200);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(OTHERS_WAIT_MAX) < 0, took.toString());
      }
      int refused = 0;
      for (Future<Answer> answer : bombs) {
        if (answer.get().status() == 429) {
          refused++;
          answer.get().expectError(429, "M_LIMIT_EXCEEDED");
        } else {
          answer.get().expectError(400, "M_UNKNOWN");
        }
      }
      assertTrue(refused > 0, "an account has a share of the queue");
    }
    assertEquals(0, filesIn("incoming"));
  }

  @Test
  void aClientThatDisconnectsEndsTheWorkOnItsFile() throws Exception {
    // Long enough to be seen: the budget grows with the file.
    byte[] bomb = Arrays.copyOf(Bombs.overlappingXmp(), 9 << 20);
    long abandoned = metric("bongsu_media_work_total{result=\"abandoned\"}");
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      String head =
          "POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n"
              + "Content-Length: %d\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(head.formatted(greedy.token(), bomb.length).getBytes(UTF_8));
      out.write(bomb);
      await("bongsu_media_work_pending{state=\"running\"}", 1);
    }
    await("bongsu_media_work_total{result=\"abandoned\"}", abandoned + 1);
    await("bongsu_media_work_pending{state=\"running\"}", 0);
    assertEquals(0, filesIn("incoming"));
  }

  private static void await(String metric, long wanted) throws Exception {
    for (int i = 0; i < 500 && metric(metric) != wanted; i++) {
      Thread.sleep(10);
    }
    assertEquals(wanted, metric(metric), metric);
  }

  private static long metric(String name) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  private static String metrics() {
    return new String(soonbok.get("/_bongsu/metrics").expect(200).bytes(), UTF_8);
  }

  @Test
  void aFileWhosePlaceCannotBeRemovedIsRefusedUnlessItsSenderKeepsIt() throws Exception {
    byte[] raw = "IIU\0 a raw photo".getBytes(UTF_8);
    long before = filesIn("content");
    Answer refused = upload(soonbok, raw, "").expectError(400, "M_UNKNOWN");
    assertTrue(refused.text("error").contains(UploadApi.KEEP_LOCATION), refused.text("error"));
    assertEquals(before, filesIn("content"));
    upload(soonbok, raw, "?" + UploadApi.KEEP_LOCATION + "=true").expect(200);
  }

  @Test
  void anUploadThatTakesTooLongLosesItsPlace() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n"
              + "Content-Length: 500000\r\n\r\n";
      socket.getOutputStream().write(head.formatted(greedy.token()).getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 400 && in.available() == 0; i++) {
        socket.getOutputStream().write(new byte[100]);
        Thread.sleep(20);
      }
      String answer = new String(in.readNBytes(12), UTF_8);
      assertEquals("HTTP/1.1 408", answer);
    }
    assertEquals(0, filesIn("incoming"));
  }

  @Test
  void theOperatorSeesWhatTheMediaThreadsDo() {
    upload(soonbok, Pictures.encode(Pictures.quarters(33, 22), "png"), "").expect(200);
    assertTrue(metrics().contains("bongsu_media_work_pending{state=\"waiting\"}"), metrics());
    assertTrue(metric("bongsu_media_work_total{result=\"done\"}") > 0, metrics());
  }
}
