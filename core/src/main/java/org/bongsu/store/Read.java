package org.bongsu.store;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A read that was given to {@link Readers}. Any thread may end it: one that waits is not begun, and
 * one that runs fails with {@link StoreUnavailable} in the SQLite statement that it executes or in
 * its next one.
 */
public final class Read {
  private enum State {
    WAITING,
    RUNNING,
    OVER
  }

  private final Consumer<Readers.Reader> task;
  private State state = State.WAITING;
  private Readers.@Nullable Reader reader;

  Read(Consumer<Readers.Reader> task) {
    this.task = task;
  }

  /** Runs it on the reader's thread, unless it was ended before. */
  void run(Readers.Reader on) {
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
      state = State.RUNNING;
      reader = on;
    }
    try {
      task.accept(on);
    } finally {
      synchronized (this) {
        state = State.OVER;
        reader = null;
      }
      on.closeIfInterrupted();
    }
  }

  /** Ends it; does nothing if it is over. */
  public synchronized void end() {
    if (state == State.RUNNING && reader != null) {
      reader.interrupt();
    }
    if (state == State.WAITING) {
      state = State.OVER;
    }
  }
}
