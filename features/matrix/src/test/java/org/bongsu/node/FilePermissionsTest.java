package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the machine cannot read what the server keeps. */
class FilePermissionsTest {
  @TempDir Path directory;

  /** Files and directories that others may read, write or search, with their permissions. */
  private static Map<String, String> open(Path data) throws IOException {
    Map<String, String> open = new TreeMap<>();
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.toList()) {
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (!permissions.endsWith("------")) {
          open.put(data.relativize(path).toString(), permissions);
        }
      }
    }
    return open;
  }

  private static void use(RunningServer server) {
    MatrixClient bora = MatrixClient.anonymous(server.url()).registerUser("bora");
    bora.sendText(bora.createRoom(), "비밀");
    bora.uploadMedia("text".getBytes(StandardCharsets.UTF_8), "text/plain", "a.txt");
  }

  @Test
  void allFilesAreTheOwnersOnly() throws IOException {
    Path data = directory.resolve("new");
    try (RunningServer server = RunningServer.open(data)) {
      use(server);
      assertEquals(Map.of(), open(data));
      List<String> kinds = List.of("bongsu.json", "lock", "shards", "media", "operator.sock");
      assertTrue(
          kinds.stream().allMatch(name -> Files.exists(data.resolve(name))), kinds::toString);
    }
  }

  /** As of brokers, which keep all messages, too. */
  @Test
  void filesOfChildProcessesAreTheOwnersOnly() throws Exception {
    FilePermissions.restrictNewFiles();
    Path made = directory.resolve("made");
    Process child = new ProcessBuilder("mkdir", "-p", made.resolve("logs").toString()).start();
    assertEquals(0, child.waitFor());
    assertEquals(Map.of(), open(made));
  }

  @Test
  void aDirectoryThatWasOpenIsClosedAtTheNextStart() throws IOException {
    Path data = directory.resolve("old");
    try (RunningServer server = RunningServer.open(data)) {
      use(server);
    }
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.toList()) {
        String open = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(open));
      }
    }
    Files.createSymbolicLink(data.resolve("gone"), directory.resolve("nowhere"));
    try (RunningServer server = RunningServer.open(data)) {
      Files.delete(data.resolve("gone"));
      MatrixClient.anonymous(server.url()).login("bora", "password of bora");
      assertEquals(Map.of(), open(data));
    }
  }

  @Test
  void anotherUsersDirectoryIsRefused() throws IOException {
    Path data = Files.createDirectory(directory.resolve("theirs"));
    boolean given = true;
    try {
      Files.setAttribute(data, "unix:uid", 65_534);
    } catch (IOException notRoot) {
      given = false;
    }
    assumeTrue(given, "skipped: only root can give a directory away");
    DataDirectory.Mismatch refused =
        assertThrows(DataDirectory.Mismatch.class, () -> RunningServer.open(data));
    assertTrue(refused.getMessage().contains("another user"), refused.getMessage());
  }
}
