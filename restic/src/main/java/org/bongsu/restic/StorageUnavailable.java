package org.bongsu.restic;

/** The storage cannot be reached, is full, or refuses. Nothing is lost; try again later. */
public final class StorageUnavailable extends RuntimeException {
  public StorageUnavailable(String message) {
    super(message);
  }

  public StorageUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
