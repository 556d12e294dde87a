package org.bongsu.media;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bongsu.media.ThumbnailOutcome.Busy;
import org.bongsu.media.ThumbnailOutcome.Made;
import org.bongsu.media.ThumbnailRequest.Method;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailsSharingTest {
  private static final ThumbnailRequest CROP = new ThumbnailRequest(96, 96, Method.CROP);

  @TempDir Path directory;
  private MediaStore store;
  private MediaWorkers workers;
  private Thumbnails thumbnails;
  private StoredMedia photo;

  /** Holds the only thread until it is opened. */
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeEach
  void open() throws Exception {
    store = MediaStore.open(directory, 0);
    workers = new MediaWorkers(new MediaWorkers.Limits(1, 8, Duration.ofMinutes(1)));
    thumbnails = Thumbnails.open(store, workers);
    try (MediaSink sink = store.receive(1 << 20)) {
      sink.write(ByteBuffer.wrap(Pictures.encode(Pictures.quarters(600, 600), "png")));
      photo = sink.keep();
    }
    workers.submit(
        "gate",
        () -> {
          gate.await();
          return true;
        });
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private CompletableFuture<ThumbnailOutcome> ask(int side, String account) {
    return ask(new ThumbnailRequest(side, side, Method.SCALE), account);
  }

  private CompletableFuture<ThumbnailOutcome> ask(ThumbnailRequest wish, String account) {
    return thumbnails.get(photo.hash(), wish, account, () -> photo);
  }

  @Test
  void requestsBeyondAnAccountsShareAreBusy() throws Exception {
    List<CompletableFuture<ThumbnailOutcome>> asked = new ArrayList<>();
    for (int side = 10; side < 20; side++) {
      asked.add(ask(side, "greedy"));
    }
    assertEquals(2, asked.stream().filter(future -> !future.isDone()).count());
    assertInstanceOf(Busy.class, asked.getLast().join());
    CompletableFuture<ThumbnailOutcome> other = ask(30, "other");
    gate.countDown();
    assertInstanceOf(Made.class, other.get(10, SECONDS));
    assertInstanceOf(Made.class, asked.getFirst().get(10, SECONDS));
  }

  @Test
  void aThumbnailIsAbandonedWhenTheLastWhoAskedHasGone() throws Exception {
    CompletableFuture<ThumbnailOutcome> one = ask(CROP, "one");
    CompletableFuture<ThumbnailOutcome> two = ask(CROP, "two");
    assertEquals(1, workers.counts().waiting(), "they share it");
    one.cancel(false);
    assertEquals(1, workers.counts().waiting());
    two.cancel(false);
    assertEquals(0, workers.counts().waiting());
    CompletableFuture<ThumbnailOutcome> again = ask(CROP, "three");
    gate.countDown();
    assertInstanceOf(Made.class, again.get(10, SECONDS));
    assertTrue(ask(CROP, "four").isDone(), "it is kept");
  }
}
