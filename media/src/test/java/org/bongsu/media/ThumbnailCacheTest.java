package org.bongsu.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailCacheTest {
  /** Room for four files of up to 4 KiB in a generation. */
  private static final long GENERATION = 4 * 4096;

  @TempDir Path directory;

  private ThumbnailCache open() {
    return ThumbnailCache.open(directory, GENERATION);
  }

  private static Thumbnail thumbnail(int number) {
    String type = number % 2 == 0 ? "image/jpeg" : "image/png";
    return new Thumbnail(new byte[] {(byte) number, 1, 2}, type, 1, 1);
  }

  private static void put(ThumbnailCache cache, int number) {
    cache.put("t" + number, thumbnail(number));
  }

  private static boolean holds(ThumbnailCache cache, int number) {
    return cache.find("t" + number).isPresent();
  }

  /** Files that are removed meanwhile do not count. */
  private long bytesOnDisk() throws IOException {
    AtomicLong files = new AtomicLong();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.incrementAndGet();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException removed) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException removed) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files.get() * 4096;
  }

  @Test
  void thumbnailsAndTheirTypesSurviveARestart() throws IOException {
    put(open(), 1);
    ThumbnailCache cache = open();
    ThumbnailOutcome.Kept kept = cache.find("t1").orElseThrow();
    assertEquals("image/png", kept.contentType());
    assertEquals(3, kept.sizeBytes());
    assertArrayEquals(new byte[] {1, 1, 2}, Files.readAllBytes(kept.file()));
    assertFalse(holds(cache, 2));
  }

  @Test
  void recentlyUsedThumbnailsStayAndOthersAreRemoved() throws Exception {
    ThumbnailCache cache = open();
    for (int i = 0; i < 100; i++) {
      put(cache, i);
      assertTrue(holds(cache, 0), "asked for all the time, after " + i);
      assertTrue(holds(cache, i));
    }
    assertFalse(holds(cache, 1));
    assertFalse(holds(cache, 50));
    long most = 2 * (GENERATION + 4096);
    for (int i = 0; i < 500 && bytesOnDisk() > most; i++) {
      Thread.sleep(10); // old generations are removed in the background
    }
    assertTrue(bytesOnDisk() <= most, bytesOnDisk() + " bytes");
  }

  @Test
  void aRestartKeepsTheBound() throws Exception {
    for (int i = 0; i < 30; i++) {
      put(open(), i);
    }
    assertTrue(holds(open(), 29));
    assertTrue(bytesOnDisk() <= 2 * (GENERATION + 4096), bytesOnDisk() + " bytes");
  }

  @Test
  void leftoversOfAKillAreRemoved() throws Exception {
    put(open(), 2);
    Path part = Files.createFile(directory.resolve("g1").resolve("x.part"));
    Files.createDirectory(directory.resolve("g0"));
    open();
    assertFalse(Files.exists(part));
    assertTrue(holds(open(), 2));
  }

  @Test
  void aMissingDirectoryIsAMissAndIsCreatedAgain() throws Exception {
    ThumbnailCache cache = open();
    put(cache, 2);
    Files.delete(directory.resolve("g1").resolve("t2.jpg"));
    Files.delete(directory.resolve("g1"));
    assertFalse(holds(cache, 2));
    put(cache, 4);
    assertTrue(holds(cache, 4));
  }
}
