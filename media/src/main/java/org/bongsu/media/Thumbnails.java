package org.bongsu.media;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Thumbnails, made once: stored in a {@link ThumbnailCache}; equal concurrent requests share one,
 * which is abandoned when the last of them has gone.
 */
public final class Thumbnails {
  /** A thumbnail that is being made, and how many requests wait for it. */
  private static final class Making {
    final CompletableFuture<ThumbnailOutcome> made;
    int waiting;

    Making(CompletableFuture<ThumbnailOutcome> made) {
      this.made = made;
    }
  }

  private final Thumbnailer thumbnailer;
  private final ThumbnailCache cache;
  private final MediaStore store;
  private final MediaWorkers workers;
  private final Map<String, Making> making = new HashMap<>();

  private Thumbnails(
      Thumbnailer thumbnailer, ThumbnailCache cache, MediaStore store, MediaWorkers workers) {
    this.thumbnailer = thumbnailer;
    this.cache = cache;
    this.store = store;
    this.workers = workers;
  }

  /** Thumbnails of a store's content; they are stored next to it and can be lost without harm. */
  public static Thumbnails open(MediaStore store, MediaWorkers workers) {
    ThumbnailCache cache =
        ThumbnailCache.open(
            store.directory().resolve("thumbnails"), ThumbnailCache.GENERATION_BYTES_MAX);
    Thumbnailer thumbnailer = Thumbnailer.open(store.directory().resolve("scratch"));
    return new Thumbnails(thumbnailer, cache, store, workers);
  }

  /** A thumbnail's name, which depends on the content and the request only. */
  public static String name(ContentHash content, ThumbnailRequest wish) {
    String method = wish.method().name().toLowerCase(Locale.ROOT);
    return "%s-%dx%d-%s".formatted(content, wish.width(), wish.height(), method);
  }

  /**
   * The thumbnail, cached or newly made. Blocks on the disk for a moment, not until it is made. The
   * future is the caller's own: completing it does not affect other callers.
   *
   * @param account who asks, and whose share of the workers is used
   * @param media looks the content up if the thumbnail is not cached
   */
  public CompletableFuture<ThumbnailOutcome> get(
      ContentHash content, ThumbnailRequest wish, String account, Supplier<StoredMedia> media) {
    String name = name(content, wish);
    Optional<ThumbnailOutcome.Kept> kept = cache.find(name);
    if (kept.isPresent()) {
      return CompletableFuture.completedFuture(kept.get());
    }
    try {
      return join(name, media.get(), wish, account);
    } catch (MediaBusy busy) {
      return CompletableFuture.completedFuture(new ThumbnailOutcome.Busy(busy.retryAfter()));
    }
  }

  /** Removes the thumbnails of content that is deleted. */
  public void removeOf(Set<ContentHash> deleted) {
    cache.removeAll(name ->
        name.indexOf('-') > 0
            && ContentHash.parse(name.substring(0, name.indexOf('-')))
                .filter(deleted::contains)
                .isPresent());
  }

  private CompletableFuture<ThumbnailOutcome> join(
      String name, StoredMedia media, ThumbnailRequest wish, String account) {
    Making shared;
    boolean isFirst;
    synchronized (making) {
      isFirst = !making.containsKey(name);
      shared =
          making.computeIfAbsent(
              name,
              first -> new Making(workers.submit(account, () -> makeAndKeep(name, media, wish))));
      shared.waiting++;
    }
    if (isFirst) {
      shared.made.whenComplete((outcome, failure) -> forget(name, shared));
    }
    CompletableFuture<ThumbnailOutcome> mine = shared.made.copy();
    mine.whenComplete((outcome, failure) -> leave(name, shared));
    return mine;
  }

  private ThumbnailOutcome makeAndKeep(String name, StoredMedia media, ThumbnailRequest wish) {
    ThumbnailOutcome outcome = thumbnailer.make(media, wish);
    if (outcome instanceof ThumbnailOutcome.Made(Thumbnail thumbnail) && store.hasSpace()) {
      cache.put(name, thumbnail);
    }
    return outcome;
  }

  private void forget(String name, Making shared) {
    synchronized (making) {
      making.remove(name, shared);
    }
  }

  private void leave(String name, Making shared) {
    boolean last;
    synchronized (making) {
      shared.waiting--;
      last = shared.waiting == 0;
      if (last) {
        making.remove(name, shared);
      }
    }
    if (last) {
      shared.made.cancel(false);
    }
  }
}
