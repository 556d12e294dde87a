package org.bongsu.restic;

import java.time.Duration;

/**
 * A lock on a repository: an object that others see. It holds only while it is refreshed: after 30
 * minutes others treat it as stale. Not thread-safe.
 */
public final class RepositoryLock implements AutoCloseable {
  /** How often the owner calls {@link #refresh}: 5 minutes. */
  public static final Duration REFRESH_EVERY = Duration.ofMinutes(5);

  /** After this time without refresh a lock is stale, as restic has it: 30 minutes. */
  public static final Duration STALE_AFTER = Duration.ofMinutes(30);

  RepositoryLock() {}

  /**
   * Renews the lock's time.
   *
   * @throws LockLost if the lock has been removed
   */
  public void refresh() {
    throw new UnsupportedOperationException();
  }

  /** Removes the lock. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
