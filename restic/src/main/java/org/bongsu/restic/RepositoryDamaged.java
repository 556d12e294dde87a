package org.bongsu.restic;

/**
 * Something in the repository is missing, altered, or not in restic's format; the message says
 * what.
 */
public final class RepositoryDamaged extends RuntimeException {
  public RepositoryDamaged(String message) {
    super(message);
  }

  public RepositoryDamaged(String message, Throwable cause) {
    super(message, cause);
  }
}
