package org.bongsu.matrix.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.media.Exif;
import org.bongsu.media.Pictures;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadAndDownloadTest {
  private static final int BYTES_MAX = 10 << 20;

  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient soonbok;
  private static MatrixClient gildong;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data, config -> config.with("legacy-media", "open"));
    soonbok = MatrixClient.anonymous(server.url()).registerUser("soonbok");
    gildong = MatrixClient.anonymous(server.url()).registerUser("gildong");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] randomBytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** {@code server/mediaId} of an {@code mxc://} URI. */
  private static String media(String mxc) {
    return mxc.substring("mxc://".length());
  }

  private static String v1(String mxc) {
    return "/_matrix/client/v1/media/download/" + media(mxc);
  }

  private static String v3(String mxc) {
    return "/_matrix/media/v3/download/" + media(mxc);
  }

  @Test
  void whatIsUploadedIsDownloadedByAnotherUserBitByBit() {
    for (int length : new int[] {0, 1, 5000, 3_000_001}) {
      byte[] bytes = randomBytes(length, length);
      String mxc = soonbok.uploadMedia(bytes, "application/octet-stream", "봉수대 자료.bin");
      assertTrue(mxc.matches("mxc://localhost/[A-Za-z0-9_-]{20,}"), mxc);
      Answer whole = gildong.get(v1(mxc)).expect(200);
      assertArrayEquals(bytes, whole.bytes());
      assertEquals("application/octet-stream", whole.header("content-type"));
      assertEquals("bytes", whole.header("accept-ranges"));
      assertTrue(
          whole.header("cache-control").contains("immutable"), whole.header("cache-control"));
    }
  }

  @Test
  void whatTheDiskHasDamagedIsNotServed() throws Exception {
    byte[] bytes = randomBytes(77, 4_000);
    String mxc = soonbok.uploadMedia(bytes, "application/octet-stream", "사진.bin");
    Path stored;
    try (Stream<Path> files = Files.walk(data.resolve("media/content"))) {
      stored = files.filter(file -> isFileWith(file, bytes)).findFirst().orElseThrow();
    }
    byte[] damaged = bytes.clone();
    damaged[1_234] ^= 4;
    Files.write(stored, damaged);
    gildong.get(v1(mxc)).expectError(503, "M_UNKNOWN");
  }

  private static boolean isFileWith(Path file, byte[] bytes) {
    try {
      return Files.isRegularFile(file) && Arrays.equals(bytes, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void olderClientsDownloadWithoutAToken() {
    byte[] bytes = randomBytes(7, 1000);
    String mxc = soonbok.uploadMedia(bytes, "audio/ogg", "목소리.ogg");
    MatrixClient anonymous = MatrixClient.anonymous(server.url());
    for (String prefix : List.of("/_matrix/media/v3", "/_matrix/media/r0")) {
      String path = prefix + "/download/" + media(mxc) + "?allow_remote=false&allow_redirect=true";
      assertArrayEquals(bytes, anonymous.get(path).expect(200).bytes());
    }
    assertArrayEquals(bytes, anonymous.get(v3(mxc) + "/a.ogg").expect(200).bytes());
    anonymous.get(v1(mxc)).expectError(401, "M_MISSING_TOKEN");
    anonymous.as("nobody's").get(v3(mxc)).expectError(401, "M_UNKNOWN_TOKEN");
    anonymous
        .request("POST", "/_matrix/media/v3/upload", bytes, Map.of())
        .expectError(401, "M_MISSING_TOKEN");
  }

  @Test
  void fileNamesComeBackAsTheyWere() {
    String mxc = soonbok.uploadMedia(new byte[] {1, 2}, "application/pdf", "회의록 (최종).pdf");
    String encoded = URLEncoder.encode("회의록 (최종).pdf", UTF_8).replace("+", "%20");
    String disposition = gildong.get(v1(mxc)).header("content-disposition");
    assertTrue(disposition.startsWith("attachment; filename=\""), disposition);
    assertTrue(
        disposition.endsWith(
            "; filename*=UTF-8''" + encoded.replace("(", "%28").replace(")", "%29")),
        disposition);
    String other =
        gildong.get(MatrixClient.path(v1(mxc) + "/{}", "다른 이름.pdf")).header("content-disposition");
    assertTrue(other.endsWith("UTF-8''%EB%8B%A4%EB%A5%B8%20%EC%9D%B4%EB%A6%84.pdf"), other);
    Answer unnamed =
        soonbok.request(
            "POST", "/_matrix/media/v3/upload", "{}", Map.of("content-type", "application/json"));
    assertEquals(
        "inline", soonbok.get(v1(unnamed.text("content_uri"))).header("content-disposition"));
    soonbok
        .request(
            "POST",
            MatrixClient.path("/_matrix/media/v3/upload?filename={}", "ㄱ".repeat(256)),
            "x",
            Map.of())
        .expectError(400, "M_INVALID_PARAM");
  }

  @Test
  void nothingRunsFromAMediaUrl() {
    byte[] page = "<html><script>alert(1)</script></html>".getBytes(UTF_8);
    List<String> types =
        List.of(
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/xml",
            "application/javascript",
            "image/png",
            "text/html\r\nX-Evil: 1",
            "");
    for (String type : types) {
      Map<String, String> header =
          type.contains("\r") || type.isEmpty()
              ? Map.of("content-type", "nonsense")
              : Map.of("content-type", type);
      String mxc =
          soonbok
              .request("POST", "/_matrix/media/v3/upload?filename=a.html", page, header)
              .expect(200)
              .text("content_uri");
      for (String path : List.of(v1(mxc), v3(mxc), v1(mxc) + "/index.html")) {
        Answer answer = soonbok.get(path).expect(200);
        String served = answer.header("content-type");
        boolean inline = answer.header("content-disposition").startsWith("inline");
        assertTrue(!inline || served.startsWith("text/plain"), type + " as " + served);
        assertEquals("nosniff", answer.header("x-content-type-options"));
        assertTrue(
            answer.header("content-security-policy").startsWith("sandbox; default-src 'none'"));
        assertArrayEquals(page, answer.bytes());
      }
    }
  }

  @Test
  void partsAreServed() {
    byte[] bytes = randomBytes(3, 100_000);
    String mxc = soonbok.uploadMedia(bytes, "video/mp4", "film.mp4");
    assertPart(mxc, "bytes=0-0", bytes, 0, 1);
    assertPart(mxc, "bytes=1000-1999", bytes, 1000, 2000);
    assertPart(mxc, "bytes=99990-", bytes, 99_990, 100_000);
    assertPart(mxc, "bytes=-5", bytes, 99_995, 100_000);
    assertPart(mxc, "bytes=50000-999999999", bytes, 50_000, 100_000);
    Answer beyond = soonbok.request("GET", v1(mxc), null, Map.of("range", "bytes=100000-"));
    beyond.expectError(416, "M_INVALID_PARAM");
    assertEquals("bytes */100000", beyond.header("content-range"));
    Answer several = soonbok.request("GET", v1(mxc), null, Map.of("range", "bytes=0-1,5-6"));
    assertArrayEquals(bytes, several.expect(200).bytes());
  }

  private static void assertPart(String mxc, String range, byte[] bytes, int from, int to) {
    Answer part = gildong.request("GET", v1(mxc), null, Map.of("range", range)).expect(206);
    assertArrayEquals(Arrays.copyOfRange(bytes, from, to), part.bytes(), range);
    assertEquals(
        "bytes " + from + "-" + (to - 1) + "/" + bytes.length, part.header("content-range"));
    assertEquals("video/mp4", part.header("content-type"));
  }

  @Test
  void cachedContentIsNotSentAgain() {
    byte[] bytes = randomBytes(4, 1000);
    String mxc = soonbok.uploadMedia(bytes, "image/webp", "a.webp");
    String etag = soonbok.get(v1(mxc)).header("etag");
    Answer known =
        soonbok.request("GET", v1(mxc), null, Map.of("if-none-match", "W/\"x\", " + etag));
    assertEquals(0, known.expect(304).bytes().length);
    assertEquals(etag, known.header("etag"));
    soonbok.request("GET", v1(mxc), null, Map.of("if-none-match", "\"x\"")).expect(200);
    Map<String, String> resumed = Map.of("range", "bytes=10-", "if-range", etag);
    soonbok.request("GET", v1(mxc), null, resumed).expect(206);
    Map<String, String> changed = Map.of("range", "bytes=10-", "if-range", "\"x\"");
    assertArrayEquals(bytes, soonbok.request("GET", v1(mxc), null, changed).expect(200).bytes());
    Answer head = soonbok.request("HEAD", v1(mxc), null, Map.of("range", "bytes=0-1")).expect(200);
    assertEquals("1000", head.header("content-length"));
    assertEquals(etag, head.header("etag"));
    assertEquals(0, head.bytes().length);
  }

  @Test
  void photosLoseThePlaceUnlessTheSenderKeepsIt() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] jpeg = Pictures.encode(Pictures.quarters(60, 40), "jpeg");
    byte[] photo = Pictures.withExif(jpeg, Exif.withLocation(order, 1));
    String place = new String(Exif.bytesOf(order, Exif.LATITUDE), ISO_8859_1);
    assertTrue(new String(photo, ISO_8859_1).contains(place));

    byte[] sent = soonbok.downloadMedia(soonbok.uploadMedia(photo, "image/jpeg", "사진.jpg")).bytes();
    assertFalse(new String(sent, ISO_8859_1).contains(place));
    assertTrue(new String(sent, ISO_8859_1).contains("Beacon 22"));
    assertEquals(photo.length, sent.length);
    byte[] pixels = Arrays.copyOfRange(jpeg, 2, jpeg.length);
    assertArrayEquals(pixels, Arrays.copyOfRange(sent, sent.length - pixels.length, sent.length));

    byte[] png = Pictures.encode(Pictures.quarters(60, 40), "png");
    byte[] withPlace =
        Pictures.insert(png, 33, Pictures.pngChunk("eXIf", Exif.withLocation(order, 1)));
    byte[] cleaned = soonbok.downloadMedia(soonbok.uploadMedia(withPlace, "image/png", "")).bytes();
    assertFalse(new String(cleaned, ISO_8859_1).contains(place));

    String kept =
        soonbok
            .request(
                "POST",
                "/_matrix/media/v3/upload?org.bongsu.keep_location=true",
                photo,
                Map.of("content-type", "image/jpeg"))
            .expect(200)
            .text("content_uri");
    assertArrayEquals(photo, soonbok.downloadMedia(kept).bytes());
  }

  @Test
  void tooMuchIsRefused() {
    byte[] most = new byte[BYTES_MAX];
    for (String path : List.of("/_matrix/client/v1/media/config", "/_matrix/media/v3/config")) {
      assertEquals(BYTES_MAX, soonbok.get(path).expect(200).path("/m.upload.size").intValue());
    }
    assertArrayEquals(
        most, soonbok.downloadMedia(soonbok.uploadMedia(most, "a/b", "most")).bytes());
    soonbok
        .request("POST", "/_matrix/media/v3/upload", new byte[BYTES_MAX + 1], Map.of())
        .expectError(413, "M_TOO_LARGE");
  }

  @Test
  void unknownMediaIsNotFound() {
    String mxc = soonbok.uploadMedia(new byte[] {1}, "a/b", "x");
    String id = media(mxc).substring(media(mxc).indexOf('/') + 1);
    for (String wrong :
        List.of(
            "elsewhere.example/" + id,
            "localhost/" + id.substring(1),
            "localhost/..%2F..%2Fbongsu.json",
            "localhost/%2e%2eb",
            "localhost/" + "a".repeat(300),
            "localhost/%00")) {
      soonbok.get("/_matrix/client/v1/media/download/" + wrong).expectError(404, "M_NOT_FOUND");
      soonbok
          .get("/_matrix/client/v1/media/thumbnail/" + wrong + "?width=1&height=1")
          .expectError(404, "M_NOT_FOUND");
    }
    URI url = server.url();
    assertNotEquals("", url.toString());
    soonbok
        .get("/_matrix/client/v1/media/preview_url?url=http://127.0.0.1/")
        .expectError(404, "M_UNRECOGNIZED");
  }
}
