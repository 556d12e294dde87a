package org.bongsu.restic;

/** There is no repository at this place, or something else is. */
public final class NoRepository extends RuntimeException {
  public NoRepository(String message) {
    super(message);
  }

  public NoRepository(String message, Throwable cause) {
    super(message, cause);
  }
}
