package org.bongsu.restic;

/** The own lock is gone: somebody may have pruned meanwhile. Lock again before writing. */
public final class LockLost extends RuntimeException {
  public LockLost(String message) {
    super(message);
  }

  public LockLost(String message, Throwable cause) {
    super(message, cause);
  }
}
