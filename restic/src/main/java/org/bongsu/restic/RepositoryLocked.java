package org.bongsu.restic;

/** Somebody else holds a lock that excludes this one; the message says who. */
public final class RepositoryLocked extends RuntimeException {
  public RepositoryLocked(String message) {
    super(message);
  }

  public RepositoryLocked(String message, Throwable cause) {
    super(message, cause);
  }
}
