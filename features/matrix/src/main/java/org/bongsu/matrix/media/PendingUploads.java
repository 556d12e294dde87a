package org.bongsu.matrix.media;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bongsu.apply.Change;
import org.bongsu.shard.CommitListener;

/** Those who wait, without a thread, for a promised media id to get its content. */
final class PendingUploads implements CommitListener {
  /** Waiting requests; more are answered at once that the content is not there yet. */
  static final int WAITING_MAX = 10_000;

  /** One media id, and how many wait for it. */
  private static final class Arrival {
    final CompletableFuture<Void> arrived = new CompletableFuture<>();
    int waiting;
  }

  private final Map<String, Arrival> arrivals = new HashMap<>();
  private int waiting;

  /**
   * Begins to wait. The future completes when the content has come, when the time is up, or at once
   * where too many wait; whoever calls looks again then. Completing it ends the wait.
   */
  synchronized CompletableFuture<Void> await(String mediaId, Duration timeout) {
    if (waiting >= WAITING_MAX || timeout.isZero()) {
      return CompletableFuture.completedFuture(null);
    }
    Arrival arrival = arrivals.computeIfAbsent(mediaId, id -> new Arrival());
    arrival.waiting++;
    waiting++;
    CompletableFuture<Void> mine = arrival.arrived.copy();
    mine.completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
    mine.whenComplete((nothing, failure) -> leave(mediaId, arrival));
    return mine;
  }

  private synchronized void leave(String mediaId, Arrival arrival) {
    waiting--;
    arrival.waiting--;
    if (arrival.waiting == 0) {
      arrivals.remove(mediaId, arrival);
    }
  }

  @Override
  public void applied(int shard, long next, List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.OfMedia(String mediaId)) {
        Arrival arrival;
        synchronized (this) {
          arrival = arrivals.remove(mediaId);
        }
        if (arrival != null) {
          arrival.arrived.complete(null);
        }
      }
    }
  }
}
