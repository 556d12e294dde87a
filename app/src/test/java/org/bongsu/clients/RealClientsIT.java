package org.bongsu.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real clients, one server, one scenario each; runs after packaging because the launcher starts
 * what was packaged. A client that is not installed is skipped, and the message says what to
 * install. What the scripts print, and the picture of nheko's window, are kept in {@code
 * target/clients}.
 */
class RealClientsIT {
  private static final Duration SCENARIO_LIMIT = Duration.ofSeconds(180);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(4);
  private static final Path REPOSITORY = Repository.root();
  private static final Path SCRIPTS = REPOSITORY.resolve("app/src/test/clients");
  private static final Path RESULTS = REPOSITORY.resolve("app/target/clients");

  /** If every client is required, a missing one is a failure. */
  private static final boolean REQUIRED = "all".equals(System.getenv("BONGSU_CLIENTS"));

  /** A program with a window is driven by positions on the screen, so only on request. */
  private static final String WINDOWS = "set BONGSU_CLIENTS=all to drive nheko's window, too";

  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private static Path folder;

  private static BongsuProcess server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Files.createDirectories(RESULTS);
    // Debian's matrix-nio and nheko ask for photos without a token.
    server = new BongsuProcess(REPOSITORY, folder, "--legacy-media", "open");
  }

  @AfterAll
  static void stop() {
    server.close();
    String output = server.output();
    assertTrue(!output.contains("\tat "), "no stack trace from the server:\n" + output);
  }

  @Test
  void twoPeopleTalkThroughMatrixJsSdk() throws IOException, InterruptedException {
    needNode();
    passes("conversation", List.of("node", "js/conversation.mjs", server.url().toString()));
  }

  @Test
  void twoPeopleTalkEncryptedVerifyDevicesAndRestoreTheHistory()
      throws IOException, InterruptedException {
    needNode();
    passes("encrypted", List.of("node", "js/encrypted-conversation.mjs", server.url().toString()));
  }

  @Test
  void matrixNioTalksToItselfAndEncryptedToMatrixJsSdk() throws IOException, InterruptedException {
    need(
        List.of(PYTHON, "-c", "import nio, olm"),
        "matrix-nio with encryption: apt-get install python3-matrix-nio python3-olm");
    needNode();
    passes("nio", List.of(PYTHON, "-B", "python/nio_conversation.py", server.url().toString()));
  }

  @Test
  void nhekoShowsTheRoomAndIsWrittenWith() throws IOException, InterruptedException {
    assumeTrue(REQUIRED, WINDOWS);
    need(
        List.of(
            "bash",
            "-c",
            "for p in nheko Xvfb xdotool xclip import tesseract; do command -v $p || exit 1; done"),
        "nheko and a screen: apt-get install"
            + " nheko xvfb xdotool xclip imagemagick tesseract-ocr tesseract-ocr-kor fonts-nanum");
    need(
        List.of(
            "bash", "-c", "tesseract --list-langs | grep -qx kor && fc-list :lang=ko | grep -q ."),
        "Korean for the eye: apt-get install tesseract-ocr-kor fonts-nanum fontconfig");
    Path picture = RESULTS.resolve("nheko.png");
    passes(
        "nheko",
        List.of(
            PYTHON, "-B", "python/nheko_window.py", server.url().toString(), picture.toString()));
    assertTrue(Files.size(picture) > 10_000, "a picture of the window");
  }

  private void passes(String name, List<String> command) throws IOException, InterruptedException {
    Script.Ended ended =
        Script.run(SCRIPTS, RESULTS.resolve(name + ".log"), SCENARIO_LIMIT, command);
    System.out.println(name + ":\n" + ended.output());
    assertEquals(0, ended.code(), () -> "the scenario " + name + " failed:\n" + ended.output());
    assertTrue(ended.output().contains(" steps passed in "), "the scenario reached its end");
  }

  private static void need(List<String> trial, String missing) throws InterruptedException {
    boolean there = Script.succeeds(RESULTS.resolve("tools.log"), trial);
    if (REQUIRED) {
      assertTrue(there, "not installed here: " + missing);
    }
    assumeTrue(there, "skipped, not installed here: " + missing);
  }

  /** Node 20 or newer, with the packages of the lock file installed next to the scripts. */
  private static void needNode() throws IOException, InterruptedException {
    need(
        List.of("node", "-e", "process.exit(process.versions.node.split('.')[0] < 20 ? 1 : 0)"),
        "Node 20 or newer with npm: apt-get install nodejs npm, where those are new enough");
    String lock = Files.readString(SCRIPTS.resolve("package-lock.json"));
    Path installed = SCRIPTS.resolve("node_modules/.lock-as-installed");
    if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
      return;
    }
    List<String> install = List.of("npm", "ci", "--no-audit", "--no-fund");
    Script.Ended ended = Script.run(SCRIPTS, RESULTS.resolve("npm.log"), INSTALL_LIMIT, install);
    assertEquals(0, ended.code(), () -> "npm ci failed:\n" + ended.output());
    Files.writeString(installed, lock);
  }
}
