package org.bongsu.cluster.media;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaStoreOutage;
import org.bongsu.store.StoreUnavailable;

/**
 * Once after each start, fetches what other sites hold and this one does not: what was uploaded
 * while it was down for longer than chunks are kept, or everything if its disks are new. What
 * belonged to deleted media only is left out.
 */
public final class MissingMedia implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(5);
  private static final System.Logger LOG = System.getLogger(MissingMedia.class.getName());

  private final PeerStores peers;
  private final MediaStore store;
  private final Predicate<ContentHash> deleted;
  private final Thread thread;

  private MissingMedia(PeerStores peers, MediaStore store, Predicate<ContentHash> deleted) {
    this.peers = peers;
    this.store = store;
    this.deleted = deleted;
    this.thread = Thread.ofVirtual().name("missing-media").unstarted(this::bringAll);
  }

  /**
   * Starts in the background.
   *
   * @param deleted whether content belonged to deleted media only
   */
  public static MissingMedia bring(
      PeerStores peers, MediaStore store, Predicate<ContentHash> deleted) {
    MissingMedia missing = new MissingMedia(peers, store, deleted);
    missing.thread.start();
    return missing;
  }

  private void bringAll() {
    try {
      int brought = 0;
      Inventory own = Inventory.of(store);
      for (int first : await(() -> peers.differing(own))) {
        for (ContentHash hash : await(() -> peers.held(first))) {
          brought += bring(hash) ? 1 : 0;
        }
      }
      LOG.log(System.Logger.Level.INFO, "{0} missing media contents were fetched", brought);
    } catch (MediaStoreOutage e) {
      LOG.log(System.Logger.Level.WARNING, "missing media cannot be determined: " + e.getMessage());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Retries until some site answers. */
  private static <T> T await(Supplier<Optional<T>> question) throws InterruptedException {
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      Thread.sleep(RETRY);
    }
  }

  private boolean bring(ContentHash hash) throws InterruptedException {
    try {
      if (store.find(hash).isPresent() || deleted.test(hash)) {
        return false;
      }
      Thread.sleep(BETWEEN);
      return peers.fetch(hash, store).isPresent();
    } catch (StoreUnavailable e) {
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
