package org.bongsu.matrix.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.media.Pictures;
import org.bongsu.node.RunningServer;
import org.bongsu.upload.UploadApply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media ids that are reserved before their content is uploaded. */
class ReservedMediaTest {
  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient soonbok;
  private static MatrixClient gildong;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
    soonbok = MatrixClient.anonymous(server.url()).registerUser("soonbok");
    gildong = MatrixClient.anonymous(server.url()).registerUser("gildong");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Returns {@code server/mediaId}. */
  private static String reserve(MatrixClient client) {
    Answer answer = client.post("/_matrix/media/v1/create").expect(200);
    assertTrue(answer.path("/unused_expires_at").longValue() > System.currentTimeMillis());
    return answer.text("content_uri").substring("mxc://".length());
  }

  private static Answer upload(MatrixClient client, String media, byte[] content) {
    return client.request(
        "PUT",
        "/_matrix/media/v3/upload/" + media + "?filename=film.mp4",
        content,
        Map.of("content-type", "video/mp4"));
  }

  private static String download(String media, long timeoutMillis) {
    return "/_matrix/client/v1/media/download/" + media + "?timeout_ms=" + timeoutMillis;
  }

  @Test
  void aDownloadBeforeTheUploadWaits() throws Exception {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    String media = reserve(soonbok);
    gildong.get(download(media, 0)).expectError(504, "M_NOT_YET_UPLOADED");
    gildong.get(download(media, 50)).expectError(504, "M_NOT_YET_UPLOADED");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> waiting = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        waiting.add(threads.submit(() -> gildong.get(download(media, 60_000))));
      }
      // Once the server has let this request time out, most of the others are waiting, too; the
      // test holds in any case.
      // case.
      gildong.get(download(media, 300)).expectError(504, "M_NOT_YET_UPLOADED");
      upload(soonbok, media, content).expect(200);
      for (Future<Answer> answer : waiting) {
        assertArrayEquals(content, answer.get().expect(200).bytes());
        assertEquals("video/mp4", answer.get().header("content-type"));
      }
    }
  }

  @Test
  void aThumbnailOfReservedMediaWaits() throws Exception {
    String media = reserve(soonbok);
    String path = "/_matrix/client/v1/media/thumbnail/" + media + "?width=32&height=32&method=crop";
    gildong.get(path + "&timeout_ms=0").expectError(504, "M_NOT_YET_UPLOADED");
    byte[] png = Pictures.encode(Pictures.quarters(300, 200), "png");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> waiting = threads.submit(() -> gildong.get(path + "&timeout_ms=60000"));
      upload(soonbok, media, png).expect(200);
      assertEquals(32, Pictures.decode(waiting.get().expect(200).bytes()).getWidth());
    }
  }

  @Test
  void reservedContentIsUploadedOnceAndOnlyByItsOwner() {
    byte[] content = {1, 2, 3};
    String media = reserve(soonbok);
    upload(gildong, media, content).expectError(403, "M_FORBIDDEN");
    upload(soonbok, media, content).expect(200);
    upload(soonbok, media, new byte[] {4}).expectError(409, "M_CANNOT_OVERWRITE_MEDIA");
    assertArrayEquals(content, soonbok.get(download(media, 0)).expect(200).bytes());
    upload(soonbok, "localhost/neverPromised", content).expectError(404, "M_NOT_FOUND");
    upload(soonbok, media.replace("localhost", "elsewhere.example"), content)
        .expectError(404, "M_NOT_FOUND");
    String uploaded = soonbok.uploadMedia(content, "a/b", "x").substring("mxc://".length());
    upload(soonbok, uploaded, content).expectError(409, "M_CANNOT_OVERWRITE_MEDIA");
  }

  @Test
  void reservedMediaIdsSurviveARestart() {
    try (RunningServer other = RunningServer.open(data.resolve("restarted"))) {
      MatrixClient client = MatrixClient.anonymous(other.url()).registerUser("kakao");
      String promised = reserve(client);
      byte[] content = {5, 6};
      String stored = client.uploadMedia(content, "image/png", "봉수.png");
      other.restart();
      MatrixClient after = client.at(other.url());
      assertArrayEquals(content, after.downloadMedia(stored).expect(200).bytes());
      after.get(download(promised, 0)).expectError(504, "M_NOT_YET_UPLOADED");
      upload(after, promised, content).expect(200);
      assertArrayEquals(content, after.get(download(promised, 0)).expect(200).bytes());
    }
  }

  @Test
  void reservationsOfOneUserAreLimited() {
    MatrixClient eager = MatrixClient.anonymous(server.url()).registerUser("eager");
    String first = reserve(eager);
    for (int i = 1; i < UploadApply.RESERVED_MAX; i++) {
      reserve(eager);
    }
    eager.post("/_matrix/media/v1/create").expectError(429, "M_LIMIT_EXCEEDED");
    upload(eager, first, new byte[1]).expect(200);
    reserve(eager);
    reserve(soonbok);
  }
}
