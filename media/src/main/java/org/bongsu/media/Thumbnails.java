package org.bongsu.media;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Thumbnails, made once: stored in a {@link ThumbnailCache}; equal concurrent requests share one.
 */
public final class Thumbnails implements AutoCloseable {
  private final Thumbnailer thumbnailer;
  private final ThumbnailCache cache;
  private final MediaStore store;
  private final Map<String, CompletableFuture<ThumbnailOutcome>> making = new ConcurrentHashMap<>();

  private Thumbnails(Thumbnailer thumbnailer, ThumbnailCache cache, MediaStore store) {
    this.thumbnailer = thumbnailer;
    this.cache = cache;
    this.store = store;
  }

  /** Thumbnails of a store's content; they are stored next to it and can be lost without harm. */
  public static Thumbnails open(MediaStore store) {
    return open(store, ThumbnailCache.GENERATION_BYTES_MAX);
  }

  static Thumbnails open(MediaStore store, long generationBytesMax) {
    ThumbnailCache cache =
        ThumbnailCache.open(store.directory().resolve("thumbnails"), generationBytesMax);
    return new Thumbnails(Thumbnailer.open(store.directory().resolve("scratch")), cache, store);
  }

  /** A thumbnail's name, which depends on the content and the request only. */
  public static String name(StoredMedia media, ThumbnailRequest wish) {
    String method = wish.method().name().toLowerCase(Locale.ROOT);
    return "%s-%dx%d-%s".formatted(media.hash(), wish.width(), wish.height(), method);
  }

  /**
   * The thumbnail, cached or newly made. Blocks on the disk for a moment, not until it is made. The
   * future is the caller's own: completing it does not affect other callers.
   */
  public CompletableFuture<ThumbnailOutcome> get(StoredMedia media, ThumbnailRequest wish) {
    String name = name(media, wish);
    Optional<ThumbnailOutcome.Kept> kept = cache.find(name);
    if (kept.isPresent()) {
      return CompletableFuture.completedFuture(kept.get());
    }
    CompletableFuture<ThumbnailOutcome> mine = new CompletableFuture<>();
    CompletableFuture<ThumbnailOutcome> others = making.putIfAbsent(name, mine);
    if (others != null) {
      return others.copy();
    }
    thumbnailer
        .make(media, wish)
        .whenComplete((outcome, failure) -> {
          if (outcome instanceof ThumbnailOutcome.Made(Thumbnail thumbnail)) {
            keep(name, thumbnail);
          }
          making.remove(name, mine);
          if (failure == null) {
            mine.complete(outcome);
          } else {
            mine.completeExceptionally(failure);
          }
        });
    return mine.copy();
  }

  private void keep(String name, Thumbnail thumbnail) {
    if (store.hasSpace()) {
      cache.put(name, thumbnail);
    }
  }

  @Override
  public void close() {
    thumbnailer.close();
  }
}
