package org.bongsu.restic;

/** No repository can be created where there is one, or anything else. */
public final class StorageNotEmpty extends RuntimeException {
  public StorageNotEmpty(String message) {
    super(message);
  }
}
