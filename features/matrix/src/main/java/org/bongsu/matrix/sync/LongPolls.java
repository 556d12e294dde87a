package org.bongsu.matrix.sync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bongsu.account.Accounts;
import org.bongsu.command.KeyCommand;
import org.bongsu.http.Response;
import org.bongsu.http.Session;
import org.bongsu.matrix.SyncToken;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.store.Readers;
import org.bongsu.store.StoreUnavailable;

/**
 * The syncs in progress. Queues those that are woken for a build, collecting changes for a few
 * milliseconds, and ends those that time out. One thread runs the timers; builds run on the pool
 * for reads.
 */
final class LongPolls implements AutoCloseable {
  /** Changes within this time after a first one are sent together with it. */
  private static final Duration GATHER = Duration.ofMillis(2);

  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration TYPING_SWEEP = Duration.ofMillis(500);
  private static final Duration PRESENCE_SWEEP = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** How long to wait for a token's positions if this node is behind. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(3);

  private final Homeserver homeserver;
  private final SyncUsers syncUsers;
  private final Readers readers;
  private final SyncParts parts;
  private final ConcurrentLinkedQueue<LongPoll> due = new ConcurrentLinkedQueue<>();
  private final ColdSyncLimiter coldSyncs = new ColdSyncLimiter();
  private final AtomicBoolean gathering = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor timer;

  LongPolls(SyncParts parts, SyncUsers syncUsers) {
    this.parts = parts;
    this.homeserver = parts.homeserver();
    this.syncUsers = syncUsers;
    this.readers = homeserver.shards().readers();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("sync-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.scheduleWithFixedDelay(
        syncUsers::dropIdle, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        parts.typing()::expire,
        TYPING_SWEEP.toMillis(),
        TYPING_SWEEP.toMillis(),
        TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        parts.presence()::sweep,
        PRESENCE_SWEEP.toMillis(),
        PRESENCE_SWEEP.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Answers when something is new, or at the timeout. */
  CompletableFuture<Response> answer(SyncQuery query, Duration timeout) {
    SyncUser syncUser = syncUsers.findOrAdd(query.session().user());
    LongPoll longPoll = new LongPoll(this, query, syncUser);
    if (!syncUser.isComplete()) {
      coldSyncs.enter();
      longPoll.onFirstBuild(coldSyncs::leave);
    }
    syncUser.add(longPoll);
    longPoll.answer.whenComplete((response, failure) -> {
      longPoll.done();
      longPoll.endBuildIfCancelled();
    });
    if (timeout.isZero() || query.isInitial() || query.fullState()) {
      longPoll.endNow();
    } else {
      longPoll.deadline(timer.schedule(longPoll::end, timeout.toMillis(), TimeUnit.MILLISECONDS));
      if (mayHaveNews(query, syncUser)) {
        longPoll.wakeNow();
      } else {
        longPoll.firstBuildDone();
      }
    }
    return longPoll.answer;
  }

  private boolean mayHaveNews(SyncQuery query, SyncUser syncUser) {
    SyncToken since = query.since();
    if (since == null) {
      return true;
    }
    for (int shard = 0; shard < since.positions().length; shard++) {
      if (syncUser.hasNews(shard, since.positions()[shard])) {
        return true;
      }
    }
    return since.deviceUpTo() > 0
        || !parts.presence().since(since).isEmpty()
        || parts.typing().since(since).stream().anyMatch(t -> syncUser.isIn(t.room().value()));
  }

  /** Queues a build after a short delay. */
  void gather(LongPoll longPoll) {
    due.add(longPoll);
    if (gathering.compareAndSet(false, true)) {
      schedule(GATHER);
    }
  }

  private void schedule(Duration delay) {
    timer.schedule(this::submitDue, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void submitDue() {
    gathering.set(false);
    for (LongPoll longPoll = due.poll(); longPoll != null; longPoll = due.poll()) {
      try {
        submitBuild(longPoll);
      } catch (StoreUnavailable tooMany) {
        due.add(longPoll);
        if (gathering.compareAndSet(false, true)) {
          schedule(RETRY);
        }
        return;
      }
    }
  }

  /** Submits a build to the pool at once. */
  void submit(LongPoll longPoll) {
    try {
      submitBuild(longPoll);
    } catch (StoreUnavailable tooMany) {
      longPoll.answer.completeExceptionally(tooMany);
    }
  }

  private void submitBuild(LongPoll longPoll) {
    String account = longPoll.syncUser.user.value();
    longPoll.building(readers.submit(account, reader -> build(longPoll, reader)));
  }

  private void build(LongPoll longPoll, Readers.Reader reader) {
    if (!longPoll.beginBuild()) {
      return;
    }
    try {
      boolean last = longPoll.isEnding();
      syncUsers.fill(longPoll.syncUser, reader);
      requireSession(longPoll, reader);
      SyncBuild.Built built =
          new SyncBuild(parts, reader, longPoll.query, longPoll.syncUser).build();
      if (built.deviceRead() > 0) {
        dropDeviceMessages(longPoll.query.session(), built.deviceRead());
      }
      if (last || !built.empty()) {
        longPoll.answer.complete(Response.json(built.body()));
      } else {
        longPoll.waitAgain();
      }
    } catch (RuntimeException e) {
      longPoll.answer.completeExceptionally(e);
    } finally {
      longPoll.firstBuildDone();
    }
  }

  /** Acknowledged messages are not sent again in any case, so this is not waited for. */
  private void dropDeviceMessages(Session session, long upTo) {
    homeserver
        .commands()
        .note(new KeyCommand.AcknowledgeToDevice(session.user(), session.device(), upTo));
  }

  /** Fails the sync of a device that has been signed out. */
  private void requireSession(LongPoll longPoll, Readers.Reader reader) {
    long changes = longPoll.syncUser.accountChanges();
    if (longPoll.accountChangesSeen == changes) {
      return;
    }
    int home = homeserver.shards().shardOf(longPoll.syncUser.user.value());
    if (new Accounts(reader.shard(home)).session(longPoll.query.session().tokenHash()).isEmpty()) {
      throw new MatrixError(401, "M_UNKNOWN_TOKEN", "This access token is no longer valid");
    }
    longPoll.accountChangesSeen = changes;
  }

  /**
   * Completes when this node has applied the token's positions; fails after {@link #BEHIND_MAX}.
   */
  CompletableFuture<Void> caughtUp(SyncToken token) {
    CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    look(token, caughtUp, System.nanoTime() + BEHIND_MAX.toNanos());
    return caughtUp;
  }

  private void look(SyncToken token, CompletableFuture<Void> caughtUp, long deadlineNanos) {
    if (isCaughtUp(token)) {
      caughtUp.complete(null);
    } else if (System.nanoTime() - deadlineNanos > 0) {
      caughtUp.completeExceptionally(
          MatrixError.unavailable("This server has not caught up with your token yet"));
    } else {
      timer.schedule(
          () -> look(token, caughtUp, deadlineNanos), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  boolean isCaughtUp(SyncToken token) {
    long[] positions = homeserver.shards().positions();
    for (int shard = 0; shard < positions.length; shard++) {
      if (token.positions()[shard] > positions[shard]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
