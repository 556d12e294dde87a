package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest extends ObjectStorageContract {
  @TempDir Path folder;

  @Override
  ObjectStorage storage() {
    return ObjectStorage.open(folder.resolve("a/b").toString(), null);
  }

  @Test
  void onlyTheOwnerCanRead() throws IOException {
    storage().put("data/ab/object", ByteBuffer.allocate(1));
    Path object = folder.resolve("a/b/data/ab/object");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(object)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(object.getParent())));
  }

  @Test
  void namesStayInside() {
    for (String name : new String[] {"../x", "/etc/passwd", "data/../../x", "", "."}) {
      assertThrows(
          IllegalArgumentException.class, () -> storage().put(name, ByteBuffer.allocate(1)), name);
    }
  }

  @Test
  void whatCannotBeWrittenIsAnOutage() throws IOException {
    Files.writeString(folder.resolve("a"), "a file where a directory should be");
    StorageUnavailable e =
        assertThrows(StorageUnavailable.class, () -> storage().put("x", ByteBuffer.allocate(1)));
    assertTrue(e.getMessage().startsWith("cannot write x in "), e.getMessage());
  }

  /** On a file system of its own, which only root can mount. */
  @Test
  void aFullDiskIsAnOutageAndLeavesNothing() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("full"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mounted.toString()),
        "only root can mount a small file system");
    try (ObjectStorage storage = ObjectStorage.open(mounted.toString(), null)) {
      storage.put("data/first", ByteBuffer.allocate(500_000));
      StorageUnavailable e =
          assertThrows(
              StorageUnavailable.class,
              () -> storage.put("data/second", ByteBuffer.allocate(900_000)));
      assertTrue(e.getMessage().contains("No space left"), e.getMessage());
      try (Stream<Path> files = Files.list(mounted.resolve("data"))) {
        assertEquals(List.of(mounted.resolve("data/first")), files.toList());
      }
      storage.put("data/third", ByteBuffer.allocate(300_000));
    } finally {
      run("umount", mounted.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
