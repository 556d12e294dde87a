package org.bongsu.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaStoreTest {
  private static final long LIMIT = 50L << 20;

  @TempDir Path directory;

  @Test
  void contentIsFoundUnderItsHashAndReadAtAnyOffset() throws Exception {
    byte[] bytes = randomBytes(1, 300_000);
    StoredMedia stored = keep(open(), bytes);

    String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertEquals(hex, stored.hash().value());
    assertEquals(bytes.length, stored.sizeBytes());
    assertArrayEquals(bytes, Files.readAllBytes(stored.path()));
    assertEquals(
        directory.resolve("content").resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)),
        stored.path().getParent());
    try (FileChannel channel = open().find(stored.hash()).orElseThrow().open()) {
      ByteBuffer part = ByteBuffer.allocate(1000);
      channel.read(part, 123_456);
      assertArrayEquals(java.util.Arrays.copyOfRange(bytes, 123_456, 124_456), part.array());
    }
  }

  @Test
  void emptyContentIsContentToo() throws Exception {
    StoredMedia stored = keep(open(), new byte[0]);
    assertEquals(0, stored.sizeBytes());
    assertEquals(MediaStore.Verification.INTACT, open().verify(stored.hash()));
  }

  @Test
  void equalContentIsStoredOnceUnderConcurrentUploads() throws Exception {
    MediaStore store = open();
    byte[] bytes = randomBytes(2, 100_000);
    List<Callable<StoredMedia>> uploads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      uploads.add(() -> keep(store, bytes));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<StoredMedia> upload : threads.invokeAll(uploads)) {
        assertArrayEquals(bytes, Files.readAllBytes(upload.get().path()));
      }
    }
    assertEquals(1, filesBelow("content"));
    assertEquals(0, filesBelow("incoming"));
  }

  @Test
  void aKillRemovesIncompleteContentAndKeepsTheRest() throws Exception {
    MediaStore killed = open();
    StoredMedia kept = keep(killed, "kept".getBytes(UTF_8));
    MediaSink neverClosed = killed.receive(LIMIT);
    neverClosed.write(ByteBuffer.wrap(randomBytes(3, 5000)));
    Files.write(directory.resolve("incoming/left.part"), new byte[10]);
    assertEquals(2, filesBelow("incoming"));

    MediaStore restarted = open();
    assertEquals(0, filesBelow("incoming"));
    assertEquals(MediaStore.Verification.INTACT, restarted.verify(kept.hash()));
    neverClosed.close();
  }

  @Test
  void tooManyBytesAreRefusedEarlyAndNothingIsLeft() throws Exception {
    MediaStore store = open();
    try (MediaSink sink = store.receive(1000)) {
      sink.write(ByteBuffer.allocate(1000));
      MediaTooLarge refused =
          assertThrows(MediaTooLarge.class, () -> sink.write(ByteBuffer.allocate(1)));
      assertEquals(1000, refused.bytesMax());
      assertThrows(IllegalStateException.class, sink::keep);
    }
    assertEquals(0, filesBelow("incoming"));
    assertEquals(0, filesBelow("content"));
  }

  @Test
  void aFullDiskRefusesAndLeavesNoPartialContent() throws Exception {
    MediaStore full = MediaStore.open(directory, Long.MAX_VALUE);
    MediaStoreOutage outage =
        assertThrows(MediaStoreOutage.class, () -> full.receive(LIMIT).close());
    assertEquals(MediaStoreOutage.Reason.NO_SPACE, outage.reason());
    assertEquals(0, filesBelow("incoming"));

    assertEquals(4, keep(open(), "room".getBytes(UTF_8)).sizeBytes(), "goes on when there is room");
  }

  @Test
  void theKernelsErrorsOfAFullDiskAreRecognised() {
    assertEquals(
        MediaStoreOutage.Reason.NO_SPACE,
        MediaStoreOutage.of(new IOException("No space left on device")).reason());
    assertEquals(
        MediaStoreOutage.Reason.READ_ONLY,
        MediaStoreOutage.of(new IOException("/x: Read-only file system")).reason());
    assertEquals(
        MediaStoreOutage.Reason.DEVICE_FAILED,
        MediaStoreOutage.of(new IOException("Input/output error")).reason());
  }

  @Test
  void noMoreUploadsAtOnceThanTheLimit() throws Exception {
    MediaStore store = open();
    List<MediaSink> sinks = new ArrayList<>();
    try {
      for (int i = 0; i < MediaStore.RECEIVING_MAX; i++) {
        sinks.add(store.receive(1));
      }
      MediaStoreOutage outage =
          assertThrows(MediaStoreOutage.class, () -> store.receive(1).close());
      assertEquals(MediaStoreOutage.Reason.BUSY, outage.reason());
    } finally {
      sinks.forEach(MediaSink::close);
    }
    store.receive(1).close();
    assertEquals(0, filesBelow("incoming"));
  }

  @Test
  void damageIsDetectedAndRepairedByKeepingTheContentAgain() throws Exception {
    MediaStore store = open();
    byte[] bytes = randomBytes(4, 10_000);
    StoredMedia stored = keep(store, bytes);
    byte[] damaged = bytes.clone();
    damaged[7777] ^= 1;
    Files.write(stored.path(), damaged);

    assertEquals(MediaStore.Verification.DAMAGED, store.verify(stored.hash()));
    keep(store, bytes);
    assertEquals(MediaStore.Verification.INTACT, store.verify(stored.hash()));
    age(stored);
    assertTrue(store.remove(stored.hash()));
    assertEquals(MediaStore.Verification.MISSING, store.verify(stored.hash()));
    assertEquals(Optional.empty(), store.find(stored.hash()));
  }

  private static void age(StoredMedia stored) throws Exception {
    Instant before = Instant.now().minus(MediaStore.ARRIVING).minusSeconds(1);
    Files.setLastModifiedTime(stored.path(), FileTime.from(before));
  }

  /** An upload of the same bytes, here or in another site, may be about to be acknowledged. */
  @Test
  void contentThatHasJustArrivedIsNotRemoved() throws Exception {
    MediaStore store = open();
    byte[] bytes = randomBytes(5, 1000);
    StoredMedia stored = keep(store, bytes);
    assertFalse(store.remove(stored.hash()));
    age(stored);
    keep(store, bytes);
    assertFalse(store.remove(stored.hash()));
    age(stored);
    assertTrue(store.renew(stored.hash()));
    assertFalse(store.remove(stored.hash()));
    assertTrue(store.find(stored.hash()).isPresent());
    age(stored);
    assertTrue(store.remove(stored.hash()));
    assertEquals(Optional.empty(), store.find(stored.hash()));
    assertFalse(store.renew(stored.hash()));
    assertTrue(store.remove(stored.hash()));
  }

  @Test
  void damagedContentIsRemovedToo() throws Exception {
    MediaStore store = open();
    StoredMedia stored = keep(store, randomBytes(6, 1000));
    Files.write(stored.path(), randomBytes(7, 1000));
    assertEquals(Optional.empty(), store.findIntact(stored.hash()));
    assertTrue(store.mayHold(stored.hash()));
    assertTrue(store.remove(stored.hash()));
    assertFalse(store.mayHold(stored.hash()));
  }

  @Test
  void contentFromAnotherSiteIsKeptOnlyUnderTheRequestedHash() throws Exception {
    MediaStore store = open();
    StoredMedia wanted = keep(store, "wanted".getBytes(UTF_8));
    Files.delete(wanted.path());
    try (MediaSink sink = store.receive(LIMIT)) {
      sink.write(ByteBuffer.wrap("forged".getBytes(UTF_8)));
      assertEquals(Optional.empty(), sink.keepIf(wanted.hash()));
    }
    assertEquals(0, filesBelow("content"));
    try (MediaSink sink = store.receive(LIMIT)) {
      sink.write(ByteBuffer.wrap("wanted".getBytes(UTF_8)));
      assertEquals(wanted.hash(), sink.keepIf(wanted.hash()).orElseThrow().hash());
    }
  }

  @Test
  void heldContentIsListedByFirstByte() throws Exception {
    MediaStore store = open();
    List<ContentHash> kept = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      kept.add(keep(store, randomBytes(i, 10)).hash());
    }
    List<ContentHash> held = new ArrayList<>();
    for (int first = 0; first < 256; first++) {
      held.addAll(store.held(first));
    }
    assertEquals(kept.stream().sorted().toList(), held);
  }

  @Test
  void amendedContentIsKeptUnderItsNewHash() throws Exception {
    MediaStore store = open();
    StoredMedia stored;
    try (MediaSink sink = store.receive(LIMIT)) {
      sink.write(ByteBuffer.wrap("Seoul".getBytes(UTF_8)));
      assertArrayEquals("Seoul".getBytes(UTF_8), sink.head());
      assertTrue(
          sink.amend(channel -> {
            channel.write(ByteBuffer.wrap("-----".getBytes(UTF_8)), 0);
            return true;
          }));
      stored = sink.keep();
    }
    assertEquals("-----", Files.readString(stored.path()));
    assertEquals(MediaStore.Verification.INTACT, store.verify(stored.hash()));
  }

  @Test
  void anAmendmentThatFailsKeepsNothing() throws Exception {
    try (MediaSink sink = open().receive(LIMIT)) {
      sink.write(ByteBuffer.wrap(new byte[100]));
      assertThrows(
          MediaStoreOutage.class,
          () ->
              sink.amend(channel -> {
                throw new IOException("Input/output error");
              }));
      assertThrows(IllegalStateException.class, sink::keep);
    }
    assertEquals(0, filesBelow("content"));
  }

  private MediaStore open() {
    return MediaStore.open(directory, 0);
  }

  private static StoredMedia keep(MediaStore store, byte[] bytes) throws MediaTooLarge {
    try (MediaSink sink = store.receive(LIMIT)) {
      for (int at = 0; at < bytes.length; at += 7000) {
        sink.write(ByteBuffer.wrap(bytes, at, Math.min(7000, bytes.length - at)));
      }
      return sink.keep();
    }
  }

  private long filesBelow(String name) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(name))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  static byte[] randomBytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
