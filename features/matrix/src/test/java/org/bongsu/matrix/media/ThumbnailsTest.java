package org.bongsu.matrix.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.media.Pictures;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailsTest {
  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient soonbok;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data, config -> config.with("legacy-media", "open"));
    soonbok = MatrixClient.anonymous(server.url()).registerUser("soonbok");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String upload(byte[] picture, String type) {
    return soonbok.uploadMedia(picture, type, "사진").substring("mxc://".length());
  }

  private static String path(String media, String query) {
    return "/_matrix/client/v1/media/thumbnail/" + media + "?" + query;
  }

  @Test
  void thumbnailsAreComputedOnceAndThenReadFromDisk() {
    String media = upload(Pictures.encode(Pictures.quarters(800, 600), "jpeg"), "image/jpeg");
    Answer scaled = soonbok.get(path(media, "width=320&height=320&method=scale")).expect(200);
    assertSize(320, 240, scaled);
    assertEquals("image/jpeg", scaled.header("content-type"));
    assertEquals("inline; filename=\"thumbnail.jpg\"", scaled.header("content-disposition"));
    Answer again = soonbok.get(path(media, "width=320&height=320&method=scale")).expect(200);
    assertArrayEquals(scaled.bytes(), again.bytes());
    assertEquals(scaled.headers().keySet(), again.headers().keySet());
    assertSize(96, 96, soonbok.get(path(media, "width=96&height=96&method=crop")).expect(200));
    assertSize(40, 30, soonbok.get(path(media, "width=40&height=40&animated=true")).expect(200));
    assertSize(800, 600, soonbok.get(path(media, "width=99999&height=99999")).expect(200));
    Answer known =
        soonbok.request(
            "GET",
            path(media, "width=320&height=320&method=scale"),
            null,
            Map.of("if-none-match", scaled.header("etag")));
    known.expect(304);
    Answer legacy =
        MatrixClient.anonymous(server.url())
            .get("/_matrix/media/v3/thumbnail/" + media + "?width=32&height=32&method=crop");
    assertSize(32, 32, legacy.expect(200));
  }

  private static void assertSize(int width, int height, Answer answer) {
    BufferedImage image = Pictures.decode(answer.bytes());
    assertEquals(width + "x" + height, image.getWidth() + "x" + image.getHeight());
  }

  @Test
  void concurrentRequestsShareOneThumbnail() throws Exception {
    String media = upload(Pictures.encode(Pictures.quarters(2000, 1500), "png"), "image/png");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> asked = new ArrayList<>();
      for (int i = 0; i < 100; i++) { // more than may wait for a worker: they share one
        asked.add(threads.submit(() -> soonbok.get(path(media, "width=64&height=64"))));
      }
      byte[] first = asked.getFirst().get().expect(200).bytes();
      for (Future<Answer> answer : asked) {
        assertArrayEquals(first, answer.get().expect(200).bytes());
      }
    }
  }

  @Test
  void whatIsNoPictureHasNoThumbnail() {
    String text = upload("봉수대".getBytes(UTF_8), "text/plain");
    soonbok.get(path(text, "width=32&height=32")).expectError(400, "M_UNKNOWN");
    String bomb = upload(Pictures.pngThatClaims(50_000, 50_000), "image/png");
    soonbok.get(path(bomb, "width=32&height=32")).expectError(413, "M_TOO_LARGE");
    byte[] png = Pictures.encode(Pictures.quarters(300, 200), "png");
    String half = upload(java.util.Arrays.copyOf(png, 20), "image/png");
    soonbok.get(path(half, "width=32&height=32")).expectError(400, "M_UNKNOWN");
  }

  @Test
  void invalidSizesAndMethodsAreRefused() {
    String media = upload(Pictures.encode(Pictures.quarters(60, 40), "png"), "image/png");
    soonbok.get(path(media, "height=32")).expectError(400, "M_MISSING_PARAM");
    for (String query :
        List.of(
            "width=0&height=32",
            "width=-5&height=32",
            "width=3.5&height=32",
            "width=32&height=",
            "width=32&height=32&method=stretch")) {
      soonbok.get(path(media, query)).expectError(400, "M_INVALID_PARAM");
    }
    assertTrue(soonbok.get(path(media, "width=32&height=32")).expect(200).bytes().length > 0);
  }
}
