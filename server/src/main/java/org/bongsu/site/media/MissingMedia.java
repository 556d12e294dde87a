package org.bongsu.site.media;

import java.time.Duration;
import java.util.List;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaStoreOutage;

/**
 * Once after each start, fetches what other sites hold and this one does not: what was uploaded
 * while it was away for longer than chunks are kept, or all of it where its disks are new.
 */
public final class MissingMedia implements AutoCloseable {
  /** Contents lie under the first byte of their hash, and are compared by it. */
  private static final int FIRST_BYTES = 256;

  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(5);
  private static final System.Logger LOG = System.getLogger(MissingMedia.class.getName());

  private final OtherStores others;
  private final MediaStore store;
  private final Thread thread;

  private MissingMedia(OtherStores others, MediaStore store) {
    this.others = others;
    this.store = store;
    this.thread = Thread.ofVirtual().name("missing-media").unstarted(this::bringAll);
  }

  /** Begins, in the background. */
  public static MissingMedia bring(OtherStores others, MediaStore store) {
    MissingMedia missing = new MissingMedia(others, store);
    missing.thread.start();
    return missing;
  }

  private void bringAll() {
    try {
      int brought = 0;
      for (int first = 0; first < FIRST_BYTES; first++) {
        for (ContentHash hash : heldElsewhere(first)) {
          brought += bring(hash) ? 1 : 0;
        }
      }
      LOG.log(System.Logger.Level.INFO, "{0} contents of media were missing here", brought);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ContentHash> heldElsewhere(int first) throws InterruptedException {
    while (true) {
      var held = others.held(first);
      if (held.isPresent()) {
        return held.get();
      }
      Thread.sleep(RETRY);
    }
  }

  private boolean bring(ContentHash hash) throws InterruptedException {
    try {
      if (store.find(hash).isPresent()) {
        return false;
      }
      Thread.sleep(BETWEEN);
      return others.fetch(hash, store).isPresent();
    } catch (MediaStoreOutage e) {
      LOG.log(System.Logger.Level.WARNING, "missing media is not fetched: " + e.getMessage());
      Thread.sleep(RETRY);
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
