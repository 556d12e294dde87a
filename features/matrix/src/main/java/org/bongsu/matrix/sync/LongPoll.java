package org.bongsu.matrix.sync;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.bongsu.http.Response;
import org.jspecify.annotations.Nullable;

/**
 * One sync that is being answered. While nothing is new it waits without a thread; when it is
 * woken, it is queued for a build, and a build that finds nothing lets it wait on.
 */
final class LongPoll {
  /** What happens to it now. */
  enum State {
    /** Nothing is new as far as is known. */
    WAITING,
    /** A build is going to run. */
    QUEUED,
    /** A build runs. */
    BUILDING,
    /** A build runs, and something has come that it may not see. */
    BUILDING_AGAIN,
    /** It has been answered, or nobody wants the answer any more. */
    DONE
  }

  final SyncQuery query;
  final SyncUser watcher;
  final CompletableFuture<Response> answer = new CompletableFuture<>();
  private final LongPolls waiting;
  private final AtomicReference<@Nullable Runnable> arriving = new AtomicReference<>();
  private State state = State.WAITING;
  private volatile boolean ending;
  private @Nullable Future<?> deadline;

  /** How often the account had changed when the session was last found good. */
  volatile long accountChangesSeen;

  LongPoll(LongPolls waiting, SyncQuery query, SyncUser watcher) {
    this.waiting = waiting;
    this.query = query;
    this.watcher = watcher;
    this.accountChangesSeen = watcher.accountChanges();
  }

  /** Its user is new here, until something has been read for it. */
  void arrives(Runnable whenArrived) {
    arriving.set(whenArrived);
  }

  /** Something has been read for it, or need not be. */
  void arrived() {
    Runnable then = arriving.getAndSet(null);
    if (then != null) {
      then.run();
    }
  }

  /** Something may be new: it is built for in a moment, with what else comes until then. */
  void wake() {
    if (queue()) {
      waiting.gather(this);
    }
  }

  /** As {@link #wake}, without waiting for more to come. */
  void wakeNow() {
    if (queue()) {
      waiting.submit(this);
    }
  }

  /** Says whether it has to be put into a queue. */
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

  /** Answers with whatever there is, nothing new included. */
  void end() {
    ending = true;
    wake();
  }

  /** As {@link #end}, without waiting for more to come. */
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

  /** Says whether to build; it is not where the answer is not wanted any more. */
  synchronized boolean beginBuild() {
    if (state != State.QUEUED) {
      return false;
    }
    state = State.BUILDING;
    return true;
  }

  /** A build has found nothing. */
  void waitOn() {
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
    waiting.gather(this);
  }

  /** It has been answered, or need not be. */
  void done() {
    Future<?> task;
    synchronized (this) {
      state = State.DONE;
      task = deadline;
    }
    watcher.remove(this);
    arrived();
    if (task != null) {
      task.cancel(false);
    }
  }
}
