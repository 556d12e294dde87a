package org.bongsu.media;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads all media back in the background, at a bounded rate, and compares its hashes: disks lose
 * bits without an error. Damaged content is set aside, so that it counts as missing, and other
 * sites can provide it again.
 *
 * <p>A pass visits all content in the order of its hashes; the next one begins a day after the
 * last, or at once if a pass takes longer. A restart begins a new pass.
 */
public final class MediaScrub implements AutoCloseable {
  private static final int FIRST_BYTES = 256;
  private static final Duration PASS_EVERY = Duration.ofDays(1);
  private static final Duration AFTER_OUTAGE = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(MediaScrub.class.getName());

  private final MediaStore store;
  private final long bytesPerSecond;
  private final AtomicLong verifiedBytes = new AtomicLong();
  private final Thread thread;

  private MediaScrub(MediaStore store, long bytesPerSecond) {
    this.store = store;
    this.bytesPerSecond = bytesPerSecond;
    this.thread = Thread.ofVirtual().name("media-scrub").unstarted(this::runUntilClosed);
  }

  /**
   * Starts it.
   *
   * @param bytesPerSecond the most that is read, on average; 0 for never
   */
  public static MediaScrub start(MediaStore store, long bytesPerSecond) {
    MediaScrub scrub = new MediaScrub(store, bytesPerSecond);
    if (bytesPerSecond > 0) {
      scrub.thread.start();
    }
    return scrub;
  }

  /** How much has been read and compared since the start. */
  public long verifiedBytes() {
    return verifiedBytes.get();
  }

  private void runUntilClosed() {
    try {
      while (true) {
        long begunNanos = System.nanoTime();
        for (int first = 0; first < FIRST_BYTES; first++) {
          verify(first);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
        Thread.sleep(took.compareTo(PASS_EVERY) < 0 ? PASS_EVERY.minus(took) : Duration.ZERO);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void verify(int first) throws InterruptedException {
    try {
      for (ContentHash hash : store.held(first)) {
        Optional<StoredMedia> media = store.find(hash);
        if (media.isPresent()) {
          store.check(media.get());
          long bytes = media.get().sizeBytes();
          verifiedBytes.addAndGet(bytes);
          Thread.sleep(Duration.ofNanos((long) (bytes * 1e9 / bytesPerSecond)));
        }
      }
    } catch (MediaStoreOutage e) {
      LOG.log(System.Logger.Level.WARNING, "media cannot be verified: " + e.getMessage());
      Thread.sleep(AFTER_OUTAGE);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
