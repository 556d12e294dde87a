package org.bongsu.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Applied;
import org.bongsu.shard.Shard;
import org.bongsu.shard.Shards;
import org.bongsu.store.StoreUnavailable;

/**
 * How this site comes to know that it is not behind: an entry of its own is appended to a shard and
 * applied here. An append cannot succeed at a leader that was deposed, so the site then shows
 * everything that was durable before.
 */
final class Gate {
  private static final Duration PASS_WITHIN = Duration.ofSeconds(15);
  private static final Duration CURRENT_WITHIN = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger(Gate.class.getName());

  private final Shards shards;

  /** For each shard the round that has not begun: whoever asks now is answered by it. */
  private final Map<Integer, CompletableFuture<Void>> next = new HashMap<>();

  /** For each shard whether a round is under way. */
  private final Map<Integer, Boolean> underWay = new HashMap<>();

  Gate(Shards shards) {
    this.shards = shards;
  }

  /** Whether every shard applies what the log holds. */
  boolean areShardsRunning() {
    return shards.states().stream().allMatch(state -> state == Shard.State.RUNNING);
  }

  /** Passes through, on all shards; false where that has to be tried again. */
  boolean pass() throws InterruptedException {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int shard = 0; shard < shards.map().count(); shard++) {
      all.add(current(shard));
    }
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .get(PASS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException notYet) {
      LOG.log(System.Logger.Level.DEBUG, "the gate stays closed: " + notYet);
      return false;
    }
  }

  /** See {@link OtherSites#awaitCurrent}. */
  void awaitCurrent(int shard) {
    try {
      current(shard).get(CURRENT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailable("this site may be behind", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("shutting down", e);
    }
  }

  /**
   * Completes when an entry that is appended from now on has been applied. However many ask, one
   * entry of a shard is under way at a time: those who ask meanwhile share the one after it.
   */
  private CompletableFuture<Void> current(int shard) {
    CompletableFuture<Void> round;
    synchronized (this) {
      round = next.computeIfAbsent(shard, s -> new CompletableFuture<>());
      if (underWay.putIfAbsent(shard, true) != null) {
        return round;
      }
      next.remove(shard);
    }
    begin(shard, round);
    return round;
  }

  private void begin(int shard, CompletableFuture<Void> round) {
    CompletableFuture<Applied> own;
    try {
      own = shards.submit(shard, ShardCommand.Acknowledge.nothing(shard));
    } catch (LogUnavailable | StoreUnavailable e) {
      own = CompletableFuture.failedFuture(e);
    }
    own.whenComplete((applied, failure) -> {
      CompletableFuture<Void> following;
      synchronized (this) {
        following = next.remove(shard);
        if (following == null) {
          underWay.remove(shard);
        }
      }
      if (following != null) {
        begin(shard, following);
      }
      if (failure == null) {
        round.complete(null);
      } else {
        round.completeExceptionally(failure);
      }
    });
  }
}
