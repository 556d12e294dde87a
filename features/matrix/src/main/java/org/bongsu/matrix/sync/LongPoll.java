package org.bongsu.matrix.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.bongsu.http.Response;
import org.bongsu.store.Read;
import org.jspecify.annotations.Nullable;

/**
 * One sync request in progress. It waits without holding a thread. When it is woken it is queued
 * for a build; if the build finds nothing new, it waits again.
 */
final class LongPoll {
  /** What happens to it now. */
  enum State {
    /** Waits; nothing new is known. */
    WAITING,
    /** Queued for a build. */
    QUEUED,
    /** A build runs. */
    BUILDING,
    /** A build runs, and a change has come that it may have missed. */
    BUILDING_AGAIN,
    /** Answered, or cancelled. */
    DONE
  }

  final SyncQuery query;
  final SyncUser syncUser;
  final CompletableFuture<Response> answer = new CompletableFuture<>();
  private final LongPolls longPolls;
  private final AtomicReference<@Nullable Runnable> afterFirstBuild = new AtomicReference<>();
  private State state = State.WAITING;
  private volatile boolean ending;
  private @Nullable Future<?> deadline;

  /** The newest build. */
  private volatile @Nullable Read build;

  /** Number of account changes when the session was last verified. */
  volatile long accountChangesSeen;

  LongPoll(LongPolls longPolls, SyncQuery query, SyncUser syncUser) {
    this.longPolls = longPolls;
    this.query = query;
    this.syncUser = syncUser;
    this.accountChangesSeen = syncUser.accountChanges();
  }

  /** Registers an action to run when this first sync of an uncached user has been read for. */
  void onFirstBuild(Runnable action) {
    afterFirstBuild.set(action);
  }

  /** Runs the action of a first sync; later calls do nothing. */
  void firstBuildDone() {
    Runnable then = afterFirstBuild.getAndSet(null);
    if (then != null) {
      then.run();
    }
  }

  /** Queues it for a build after a short delay, so that changes are sent together. */
  void wake() {
    if (queue()) {
      longPolls.gather(this);
    }
  }

  /** As {@link #wake}, without the delay. */
  void wakeNow() {
    if (queue()) {
      longPolls.submit(this);
    }
  }

  /** Returns whether it must be put into a queue. */
  private synchronized boolean queue() {
    switch (state) {
      case WAITING -> {
        state = State.QUEUED;
        return true;
      }
      case BUILDING -> state = State.BUILDING_AGAIN;
      case QUEUED, BUILDING_AGAIN, DONE -> {}
    }
    return false;
  }

  /** Answers with what there is, even if nothing is new. */
  void end() {
    ending = true;
    wake();
  }

  /** As {@link #end}, without the delay. */
  void endNow() {
    ending = true;
    wakeNow();
  }

  boolean isEnding() {
    return ending;
  }

  synchronized void deadline(Future<?> task) {
    deadline = task;
    if (state == State.DONE) {
      task.cancel(false);
    }
  }

  /** A build was submitted; it is ended if the client has gone. */
  void building(Read read) {
    build = read;
    endBuildIfCancelled();
  }

  /** Ends the build of a client that has gone. */
  void endBuildIfCancelled() {
    Read read = build;
    if (answer.isCancelled() && read != null) {
      read.end();
    }
  }

  /** Returns whether to build; false if the answer is no longer wanted. */
  synchronized boolean beginBuild() {
    if (state != State.QUEUED) {
      return false;
    }
    state = State.BUILDING;
    return true;
  }

  /** Called when a build found nothing new. */
  void waitAgain() {
    synchronized (this) {
      if (state == State.BUILDING) {
        state = State.WAITING;
        return;
      }
      if (state == State.DONE) {
        return;
      }
      state = State.QUEUED;
    }
    longPolls.gather(this);
  }

  /** Called when it was answered or cancelled. */
  void done() {
    Future<?> task;
    synchronized (this) {
      state = State.DONE;
      task = deadline;
    }
    syncUser.remove(this);
    firstBuildDone();
    if (task != null) {
      task.cancel(false);
    }
  }
}
