package org.bongsu.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk has damaged is not served, and is found even if nobody asks for it. */
class MediaScrubTest {
  private static final int SMALL = 1_000;
  private static final int LARGE = (int) MediaStore.VERIFIED_ON_READ_BYTES_MAX + 1;

  @TempDir Path directory;

  private MediaStore store;

  @BeforeEach
  void open() {
    store = MediaStore.open(directory, 0);
  }

  private StoredMedia keep(int seed, int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    try (MediaSink sink = store.receive(length)) {
      sink.write(ByteBuffer.wrap(bytes));
      return sink.keep();
    }
  }

  private static void damage(StoredMedia media) throws Exception {
    byte[] bytes = Files.readAllBytes(media.path());
    bytes[bytes.length / 2] ^= 1;
    Files.write(media.path(), bytes);
  }

  @Test
  void smallContentIsVerifiedWhenItIsServed() throws Exception {
    StoredMedia intact = keep(1, SMALL);
    StoredMedia damaged = keep(2, SMALL);
    damage(damaged);
    assertEquals(Optional.of(intact), store.findIntact(intact.hash()));
    assertEquals(Optional.empty(), store.findIntact(damaged.hash()));
    assertEquals(Optional.empty(), store.find(damaged.hash()), "it is still found");
    assertTrue(Files.exists(directory.resolve("damaged").resolve(damaged.hash().value())));
    assertEquals(1, store.damagedCount());
    keep(2, SMALL);
    assertEquals(Optional.of(damaged), store.findIntact(damaged.hash()), "it was not repaired");
  }

  @Test
  void theScrubFindsDamageInContentThatNobodyReads() throws Exception {
    StoredMedia intact = keep(1, LARGE);
    StoredMedia damaged = keep(2, LARGE);
    damage(damaged);
    assertEquals(Optional.of(damaged), store.findIntact(damaged.hash()), "too large to verify");
    try (MediaScrub scrub = MediaScrub.start(store, 1L << 30)) {
      while (scrub.verifiedBytes() < 2L * LARGE) {
        Thread.sleep(5);
      }
    }
    assertEquals(Optional.of(intact), store.findIntact(intact.hash()));
    assertEquals(Optional.empty(), store.findIntact(damaged.hash()));
    assertEquals(1, store.damagedCount());
  }

  @Test
  void aRateOfZeroReadsNothing() throws Exception {
    keep(1, SMALL);
    try (MediaScrub scrub = MediaScrub.start(store, 0)) {
      Thread.sleep(50);
      assertEquals(0, scrub.verifiedBytes());
    }
  }
}
