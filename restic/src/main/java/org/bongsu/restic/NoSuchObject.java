package org.bongsu.restic;

/** The storage has no object of this name. */
public final class NoSuchObject extends RuntimeException {
  public NoSuchObject(String message) {
    super(message);
  }

  public NoSuchObject(String message, Throwable cause) {
    super(message, cause);
  }
}
