package org.bongsu.matrix.media;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bongsu.apply.Change;
import org.bongsu.log.LogUnavailable;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.media.Thumbnails;
import org.bongsu.node.Homeserver;
import org.bongsu.shard.CommitListener;
import org.bongsu.store.StoreUnavailable;
import org.bongsu.upload.MediaDeletions;
import org.bongsu.upload.MediaDeletions.Deleted;

/**
 * Removes the bytes of deleted media, with their thumbnails, from this site's disk: when media is
 * deleted, at each start, and once a day for what has come from other sites since. Every site does
 * this for itself. Bytes that another media id has stay. So do bytes that arrived in the last 15
 * minutes, until then: an upload of the same bytes may be about to get its media id.
 *
 * <p>Which media is deleted is in the shards, so a site that was away learns it from the log or
 * with the copied shard files.
 */
final class ContentRemoval implements CommitListener, AutoCloseable {
  /** More than one entry deletes, so that each read advances. */
  private static final int READ_AT_ONCE = 1_000;

  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final Duration ALL_AGAIN_EVERY = Duration.ofDays(1);
  private static final System.Logger LOG = System.getLogger(ContentRemoval.class.getName());

  private final Homeserver homeserver;
  private final MediaStore store;
  private final Thumbnails thumbnails;
  private final Duration keptFor;
  private final Semaphore changed = new Semaphore(0);
  private final Thread thread;

  /** For each shard, the position from which on something is left to do. */
  private final long[] from;

  private ContentRemoval(
      Homeserver homeserver, MediaStore store, Thumbnails thumbnails, Duration keptFor) {
    this.homeserver = homeserver;
    this.store = store;
    this.thumbnails = thumbnails;
    this.keptFor = keptFor;
    this.from = new long[homeserver.shards().map().count()];
    this.thread = Thread.ofVirtual().name("content-removal").unstarted(this::runUntilClosed);
  }

  /**
   * Starts in the background.
   *
   * @param keptFor how long bytes stay after the deletion
   */
  static ContentRemoval start(
      Homeserver homeserver, MediaStore store, Thumbnails thumbnails, Duration keptFor) {
    ContentRemoval removal = new ContentRemoval(homeserver, store, thumbnails, keptFor);
    homeserver.shards().subscribe(removal);
    removal.thread.start();
    return removal;
  }

  @Override
  public void applied(int shard, long next, List<Change> changes) {
    if (changes.stream().anyMatch(Change.OfMedia.class::isInstance)) {
      changed.release();
    }
  }

  private void runUntilClosed() {
    long allSince = System.nanoTime();
    try {
      while (true) {
        if (System.nanoTime() - allSince > ALL_AGAIN_EVERY.toNanos()) {
          Arrays.fill(from, 0);
          allSince = System.nanoTime();
        }
        removeWhatIsDue();
        changed.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        changed.drainPermits();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeWhatIsDue() {
    try {
      for (int shard = 0; shard < from.length; shard++) {
        remove(shard);
      }
    } catch (StoreUnavailable | LogUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "deleted media is not removed yet: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "deleted media is not removed yet", e);
    }
  }

  private void remove(int shard) {
    long before = homeserver.clock().millis() - keptFor.toMillis();
    long position = from[shard];
    boolean isComplete = true;
    List<Deleted> next;
    do {
      next = read(shard, position);
      List<Deleted> due = next.stream().filter(one -> one.timeMillis() <= before).toList();
      boolean removed = removeAll(due);
      isComplete &= removed && due.size() == next.size();
      if (!next.isEmpty()) {
        position = next.getLast().position() + 1;
      }
      if (isComplete) {
        from[shard] = position;
      }
    } while (next.size() == READ_AT_ONCE && !Thread.currentThread().isInterrupted());
  }

  private List<Deleted> read(int shard, long position) {
    return homeserver
        .shards()
        .readers()
        .read(shard, db -> MediaDeletions.deletedFrom(db, position, READ_AT_ONCE));
  }

  /** Returns false if something stays for now. */
  private boolean removeAll(List<Deleted> deleted) {
    Set<ContentHash> here = new HashSet<>();
    for (Deleted one : deleted) {
      ContentHash hash = new ContentHash(one.sha256());
      if (store.mayHold(hash)) {
        here.add(hash);
      }
    }
    boolean isComplete = !here.removeIf(store::hasJustArrived); // looked at again later
    if (here.isEmpty()) {
      return isComplete;
    }
    for (int shard = 0; shard < from.length; shard++) { // an upload may be acknowledged elsewhere
      homeserver.sites().awaitCurrent(shard);
    }
    here.removeIf(
        hash -> !MediaDeletions.isContentDeleted(homeserver.shards().readers(), hash.value()));
    if (!here.isEmpty()) {
      thumbnails.removeOf(here);
      here.removeIf(store::remove);
    }
    return isComplete && here.isEmpty();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
