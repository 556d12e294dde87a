package org.bongsu.restic;

import java.time.Duration;
import java.time.Instant;

/**
 * A lock on a repository: an object that others see. It holds only while it is refreshed: after 30
 * minutes others treat it as stale. Not thread-safe: for the thread that uses the repository.
 */
public final class RepositoryLock implements AutoCloseable {
  /** How often the owner calls {@link #refresh}: 5 minutes. */
  public static final Duration REFRESH_EVERY = Duration.ofMinutes(5);

  /** After this time without refresh a lock is stale, as restic has it: 30 minutes. */
  public static final Duration STALE_AFTER = Duration.ofMinutes(30);

  /** After this time the owner itself no longer relies on it, as clocks differ: 25 minutes. */
  static final Duration RELIABLE_FOR = Duration.ofMinutes(25);

  private final Locks locks;
  private final boolean exclusive;
  private String id;
  private Instant refreshed;
  private boolean held = true;

  RepositoryLock(Locks locks, boolean exclusive) {
    this.locks = locks;
    this.exclusive = exclusive;
    this.refreshed = locks.now();
    this.id = locks.write(refreshed, exclusive);
  }

  /**
   * Renews the lock's time.
   *
   * @throws LockLost if the lock has been removed, or was not refreshed for 25 minutes: take a new
   *     one and save again what was not flushed
   */
  public void refresh() {
    requireHeld();
    Instant now = locks.now();
    String old = id;
    id = locks.write(now, exclusive);
    if (!locks.exists(old)) {
      held = false;
      locks.remove(id);
      throw new LockLost("somebody removed the lock");
    }
    refreshed = now;
    locks.remove(old);
  }

  boolean isHeld() {
    return held;
  }

  /** Renews it if {@link #REFRESH_EVERY} has passed. */
  void refreshIfDue() {
    if (locks.now().isAfter(refreshed.plus(REFRESH_EVERY))) {
      refresh();
    }
  }

  /** Throws if others may have taken the lock for stale. */
  void requireHeld() {
    if (!held || locks.now().isAfter(refreshed.plus(RELIABLE_FOR))) {
      throw new LockLost("the lock was released, or not refreshed in time");
    }
  }

  /** Removes the lock. */
  @Override
  public void close() {
    if (held) {
      held = false;
      locks.remove(id);
    }
  }
}
