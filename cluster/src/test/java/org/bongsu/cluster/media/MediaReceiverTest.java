package org.bongsu.cluster.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.log.LocalLog;
import org.bongsu.log.Log;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.StoredMedia;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media from one site's store to another's, through a log. */
class MediaReceiverTest {
  @TempDir Path directory;

  private Log log;
  private MediaStore here;
  private MediaStore there;
  private MediaSpread spread;

  @BeforeEach
  void open() throws Exception {
    log = LocalLog.open(directory.resolve("log"), new long[1]);
    here = MediaStore.open(directory.resolve("here"), 0);
    there = MediaStore.open(directory.resolve("there"), 0);
    PeerHttp nobody = new PeerHttp(new PeerAuthentication("secret"), Optional.empty());
    spread = new MediaSpread(log, here, new PeerStores(nobody, List.of()));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private StoredMedia keep(byte[] content) throws Exception {
    try (MediaSink sink = here.receive(content.length)) {
      sink.write(ByteBuffer.wrap(content));
      return sink.keep();
    }
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private MediaReceiver receive() throws Exception {
    return MediaReceiver.start(log, there, directory.resolve("received"));
  }

  private StoredMedia awaitThere(ContentHash hash) throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      Optional<StoredMedia> found = there.find(hash);
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(5);
    }
    throw new AssertionError(hash + " did not come");
  }

  @Test
  void contentOfEverySizeArrivesWithItsBytes() throws Exception {
    try (MediaReceiver _ = receive()) {
      int chunk = MediaChunk.BYTES_MAX;
      for (int size : List.of(0, 1, chunk - 1, chunk, chunk + 1, 11 * chunk + 7)) {
        byte[] content = random(size, size);
        StoredMedia stored = keep(content);
        spread.spread(stored);
        assertArrayEquals(content, Files.readAllBytes(awaitThere(stored.hash()).path()));
      }
    }
  }

  /** An upload of a site that was lost meanwhile is not kept; other sites' uploads go on. */
  @Test
  void anUploadThatWasCutShortIsNotKept() throws Exception {
    StoredMedia half = keep(random(3 * MediaChunk.BYTES_MAX, 1));
    MediaChunk first =
        new MediaChunk(
            7, half.hash(), half.sizeBytes(), 0, ByteBuffer.wrap(random(MediaChunk.BYTES_MAX, 1)));
    log.append(0, first.encode()).get();
    StoredMedia whole = keep(random(1000, 2));
    spread.spread(whole);
    try (MediaReceiver _ = receive()) {
      awaitThere(whole.hash());
      assertEquals(Optional.empty(), there.find(half.hash()));
    }
  }

  @Test
  void bytesThatDoNotHaveTheHashAreNotKept() throws Exception {
    StoredMedia right = keep(random(1000, 3));
    MediaChunk wrong = new MediaChunk(8, right.hash(), 1000, 0, ByteBuffer.wrap(random(1000, 4)));
    log.append(0, wrong.encode()).get();
    StoredMedia after = keep(random(1000, 5));
    spread.spread(after);
    try (MediaReceiver _ = receive()) {
      awaitThere(after.hash());
      assertEquals(Optional.empty(), there.find(right.hash()));
    }
  }

  /** Stopped in the middle of an upload, it reads that upload again from its start. */
  @Test
  void itContinuesAfterARestart() throws Exception {
    byte[] content = random(2 * MediaChunk.BYTES_MAX, 6);
    StoredMedia stored = keep(content);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    log.append(0, chunk(stored, bytes, 0)).get();
    StoredMedia other = keep(random(10, 7));
    spread.spread(other);
    try (MediaReceiver _ = receive()) {
      awaitThere(other.hash());
    }
    log.close();
    log = LocalLog.open(directory.resolve("log"), new long[1]); // it reads its records again
    log.append(0, chunk(stored, bytes, MediaChunk.BYTES_MAX)).get();
    try (MediaReceiver _ = receive()) {
      awaitThere(stored.hash());
    }
  }

  private static byte[] chunk(StoredMedia stored, ByteBuffer content, int offset) {
    ByteBuffer bytes = content.duplicate().position(offset).limit(offset + MediaChunk.BYTES_MAX);
    return new MediaChunk(9, stored.hash(), stored.sizeBytes(), offset, bytes.slice()).encode();
  }
}
