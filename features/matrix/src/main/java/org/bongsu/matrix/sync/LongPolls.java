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
 * The syncs that wait: queues those which are woken for a build, a few milliseconds together, and
 * ends those whose time is up. One thread keeps the time; builds run on the pool for reads.
 */
final class LongPolls implements AutoCloseable {
  /** What comes within this time after a first change is told together with it. */
  private static final Duration GATHER = Duration.ofMillis(2);

  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration TYPING_SWEEP = Duration.ofMillis(500);
  private static final Duration PRESENCE_SWEEP = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** How long to wait for a token's positions where this node is behind. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(3);

  private final Homeserver homeserver;
  private final SyncUsers watchers;
  private final Readers readers;
  private final SyncParts parts;
  private final ConcurrentLinkedQueue<LongPoll> due = new ConcurrentLinkedQueue<>();
  private final ColdSyncLimiter arrivals = new ColdSyncLimiter();
  private final AtomicBoolean gathering = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor timer;

  LongPolls(SyncParts parts, SyncUsers watchers) {
    this.parts = parts;
    this.homeserver = parts.homeserver();
    this.watchers = watchers;
    this.readers = homeserver.shards().readers();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("sync-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.scheduleWithFixedDelay(
        watchers::forgetIdle, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
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

  /** Answers when something is new, or when the time is up. */
  CompletableFuture<Response> answer(SyncQuery query, Duration timeout) {
    SyncUser watcher = watchers.watch(query.session().user());
    LongPoll waiter = new LongPoll(this, query, watcher);
    if (!watcher.isComplete()) {
      arrivals.enter();
      waiter.arrives(arrivals::leave);
    }
    watcher.add(waiter);
    waiter.answer.whenComplete((response, failure) -> waiter.done());
    if (timeout.isZero() || query.isInitial() || query.fullState()) {
      waiter.endNow();
    } else {
      waiter.deadline(timer.schedule(waiter::end, timeout.toMillis(), TimeUnit.MILLISECONDS));
      if (mayHaveNews(query, watcher)) {
        waiter.wakeNow();
      } else {
        waiter.arrived();
      }
    }
    return waiter.answer;
  }

  private boolean mayHaveNews(SyncQuery query, SyncUser watcher) {
    SyncToken since = query.since();
    if (since == null) {
      return true;
    }
    for (int shard = 0; shard < since.positions().length; shard++) {
      if (watcher.hasNews(shard, since.positions()[shard])) {
        return true;
      }
    }
    return since.deviceUpTo() > 0
        || !parts.presence().since(since).isEmpty()
        || parts.typing().since(since).stream().anyMatch(t -> watcher.isIn(t.room().value()));
  }

  /** Builds for a waiter in a moment. */
  void gather(LongPoll waiter) {
    due.add(waiter);
    if (gathering.compareAndSet(false, true)) {
      schedule(GATHER);
    }
  }

  private void schedule(Duration delay) {
    timer.schedule(this::submitDue, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void submitDue() {
    gathering.set(false);
    for (LongPoll waiter = due.poll(); waiter != null; waiter = due.poll()) {
      try {
        LongPoll next = waiter;
        readers.execute(() -> build(next));
      } catch (StoreUnavailable tooMany) {
        due.add(waiter);
        if (gathering.compareAndSet(false, true)) {
          schedule(RETRY);
        }
        return;
      }
    }
  }

  /** Builds for a waiter as soon as a thread is free. */
  void submit(LongPoll waiter) {
    try {
      readers.execute(() -> build(waiter));
    } catch (StoreUnavailable tooMany) {
      waiter.answer.completeExceptionally(tooMany);
    }
  }

  private void build(LongPoll waiter) {
    if (!waiter.beginBuild()) {
      return;
    }
    try {
      Readers.Reader reader = readers.here();
      boolean last = waiter.isEnding();
      watchers.fill(waiter.watcher, reader);
      requireSession(waiter, reader);
      SyncBuild.Built built = new SyncBuild(parts, reader, waiter.query, waiter.watcher).build();
      if (built.deviceRead() > 0) {
        dropDeviceMessages(waiter.query.session(), built.deviceRead());
      }
      if (last || !built.empty()) {
        waiter.answer.complete(Response.json(built.body()));
      } else {
        waiter.waitOn();
      }
    } catch (RuntimeException e) {
      waiter.answer.completeExceptionally(e);
    } finally {
      waiter.arrived();
    }
  }

  /** What was acknowledged is not told again in any case, so nobody waits for this. */
  private void dropDeviceMessages(Session session, long upTo) {
    homeserver
        .commands()
        .note(new KeyCommand.AcknowledgeToDevice(session.user(), session.device(), upTo));
  }

  /** A device that has been signed out is told so at once. */
  private void requireSession(LongPoll waiter, Readers.Reader reader) {
    long changes = waiter.watcher.accountChanges();
    if (waiter.accountChangesSeen == changes) {
      return;
    }
    int home = homeserver.shards().shardOf(waiter.watcher.user.value());
    if (new Accounts(reader.shard(home)).session(waiter.query.session().tokenHash()).isEmpty()) {
      throw new MatrixError(401, "M_UNKNOWN_TOKEN", "This access token is not known any more");
    }
    waiter.accountChangesSeen = changes;
  }

  /** Completes when this node has applied what a token speaks of, or fails where that is far. */
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
          MatrixError.unavailable("This server has not yet come to the point of your token"));
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
