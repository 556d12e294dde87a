package org.bongsu.matrix.media;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bongsu.apply.Change;
import org.bongsu.shard.CommitListener;

/** Requests that wait, without a thread, until a reserved media id gets its content. */
final class PendingUploads implements CommitListener {
  /** Maximum number of waiting requests; further ones are answered at once. */
  static final int WAITING_MAX = 10_000;

  /** One media id, and the number of requests that wait for it. */
  private static final class Pending {
    final CompletableFuture<Void> uploaded = new CompletableFuture<>();
    int waiting;
  }

  private final Map<String, Pending> pending = new HashMap<>();
  private int waiting;

  /**
   * Begins to wait. The future completes when the content was uploaded, at the timeout, or at once
   * if too many requests wait; the caller then looks the content up again. Completing the future
   * ends the wait.
   */
  synchronized CompletableFuture<Void> await(String mediaId, Duration timeout) {
    if (waiting >= WAITING_MAX || timeout.isZero()) {
      return CompletableFuture.completedFuture(null);
    }
    Pending pendingUpload = pending.computeIfAbsent(mediaId, id -> new Pending());
    pendingUpload.waiting++;
    waiting++;
    CompletableFuture<Void> mine = pendingUpload.uploaded.copy();
    mine.completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
    mine.whenComplete((nothing, failure) -> leave(mediaId, pendingUpload));
    return mine;
  }

  private synchronized void leave(String mediaId, Pending pendingUpload) {
    waiting--;
    pendingUpload.waiting--;
    if (pendingUpload.waiting == 0) {
      pending.remove(mediaId, pendingUpload);
    }
  }

  @Override
  public void applied(int shard, long next, List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.OfMedia(String mediaId)) {
        Pending pendingUpload;
        synchronized (this) {
          pendingUpload = pending.remove(mediaId);
        }
        if (pendingUpload != null) {
          pendingUpload.uploaded.complete(null);
        }
      }
    }
  }
}
