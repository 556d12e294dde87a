package org.bongsu.matrix.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that break off, are too large, or meet a failing disk. */
class UploadFailuresTest {
  private static final int BYTES_MAX = 1 << 20;

  /** Uploads of one account while no other account uploads. */
  private static final int SHARE = 32;

  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient soonbok;

  @BeforeAll
  static void start() {
    server =
        RunningServer.open(data, config -> config.with("upload-max", Integer.toString(BYTES_MAX)));
    soonbok = MatrixClient.anonymous(server.url()).registerUser("soonbok");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Path incoming() {
    return data.resolve("media").resolve("incoming");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Socket connect(String headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.url().getPort());
    socket.setSoTimeout(20_000);
    String head =
        "POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + soonbok.token()
            + "\r\n"
            + headers
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(UTF_8));
    return socket;
  }

  private static String firstLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  /** Waits until the directory holds the expected number of files; fails after a while. */
  private static void awaitFiles(int wanted) throws Exception {
    for (int i = 0; i < 500 && filesIncoming() != wanted; i++) {
      Thread.sleep(Duration.ofMillis(20));
    }
    assertEquals(wanted, filesIncoming());
  }

  private static long filesIncoming() throws IOException {
    try (Stream<Path> files = Files.list(incoming())) {
      return files.count();
    }
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    int contents = files(data.resolve("media").resolve("content")).size();
    try (Socket socket = connect("Content-Length: 500000")) {
      socket.getOutputStream().write(new byte[100_000]);
      awaitFiles(1);
    }
    awaitFiles(0);
    assertEquals(contents, files(data.resolve("media").resolve("content")).size());
  }

  @Test
  void tooMuchIsRefusedBeforeItIsSent() throws Exception {
    try (Socket socket = connect("Content-Length: " + (BYTES_MAX + 1))) {
      assertEquals("HTTP/1.1 413 Request Entity Too Large", firstLine(socket));
    }
  }

  @Test
  void tooMuchOfUndeclaredLengthIsRefusedWhileItComes() throws Exception {
    try (Socket socket = connect("Transfer-Encoding: chunked")) {
      OutputStream out = socket.getOutputStream();
      byte[] chunk = new byte[1 << 16];
      int sent = 0;
      while (sent <= BYTES_MAX) {
        out.write("10000\r\n".getBytes(UTF_8));
        out.write(chunk);
        out.write("\r\n".getBytes(UTF_8));
        sent += chunk.length;
      }
      assertEquals("HTTP/1.1 413 Request Entity Too Large", firstLine(socket));
    }
    awaitFiles(0);
  }

  @Test
  void aPromisedMediaIdOfSomebodyElseIsRefusedBeforeTheContentIsSent() throws Exception {
    MatrixClient gildong = MatrixClient.anonymous(server.url()).registerUser("gildong");
    String media =
        gildong.post("/_matrix/media/v1/create").text("content_uri").substring("mxc://".length());
    try (Socket socket = new Socket("127.0.0.1", server.url().getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "PUT /_matrix/media/v3/upload/%s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n"
                  .formatted(media, soonbok.token())
              + "Content-Length: 500000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      assertEquals("HTTP/1.1 403 Forbidden", firstLine(socket));
    }
  }

  @Test
  void aDiskThatFailsIsAnOutageThatPasses() throws Exception {
    byte[] content = {1, 2, 3};
    String before = soonbok.uploadMedia(content, "a/b", "before");
    Path away = data.resolve("media").resolve("away");
    Files.move(incoming(), away);
    Answer refused = soonbok.request("POST", "/_matrix/media/v3/upload", content, Map.of());
    refused.expectError(503, "M_UNKNOWN");
    assertTrue(refused.header("retry-after").matches("[1-4]"), refused.header("retry-after"));
    assertTrue(!refused.text("error").contains(data.toString()), refused.text("error"));
    assertArrayEquals(content, soonbok.downloadMedia(before).expect(200).bytes());
    Files.move(away, incoming());
    soonbok.uploadMedia(content, "a/b", "after");
  }

  @Test
  void oneUsersUploadsAtOnceAreLimited() throws Exception {
    List<Socket> sockets = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < SHARE; i++) {
        Socket socket = connect("Content-Length: 1000");
        socket.getOutputStream().write(1);
        sockets.add(socket);
      }
      awaitFiles(SHARE);
      soonbok
          .request("POST", "/_matrix/media/v3/upload", new byte[1], Map.of())
          .expectError(429, "M_LIMIT_EXCEEDED");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    awaitFiles(0);
    soonbok.uploadMedia(new byte[1], "a/b", "after");
  }

  @Test
  void frozenLegacyPathsAreForWhoSendsAToken() {
    byte[] content = {7, 7};
    String media = soonbok.uploadMedia(content, "a/b", "x").substring("mxc://".length());
    MatrixClient anonymous = MatrixClient.anonymous(server.url());
    for (String path :
        List.of(
            "/_matrix/media/v3/download/" + media,
            "/_matrix/media/v3/download/" + media + "/name",
            "/_matrix/media/v3/thumbnail/" + media + "?width=1&height=1")) {
      anonymous.get(path).expectError(404, "M_NOT_FOUND");
    }
    Answer answer = soonbok.get("/_matrix/media/v3/download/" + media).expect(200);
    assertArrayEquals(content, answer.bytes());
  }
}
