package org.bongsu.restic;

import java.nio.ByteBuffer;

/** Storage whose transfers wait for a {@link Pace}. Closes the storage below it. */
final class PacedStorage implements ObjectStorage {
  private final ObjectStorage storage;
  private final Pace pace;

  PacedStorage(ObjectStorage storage, Pace pace) {
    this.storage = storage;
    this.pace = pace;
  }

  @Override
  public void put(String name, ByteBuffer content) {
    pace.take(content.remaining());
    storage.put(name, content);
  }

  /** The size is known only afterwards; the next transfer waits for it. */
  @Override
  public byte[] get(String name) {
    pace.take(0);
    byte[] content = storage.get(name);
    pace.reserve(content.length, System.nanoTime());
    return content;
  }

  @Override
  public byte[] get(String name, long offset, int length) {
    pace.take(length);
    return storage.get(name, offset, length);
  }

  @Override
  public void list(String directory, Visitor visitor) {
    storage.list(directory, visitor);
  }

  @Override
  public void delete(String name) {
    storage.delete(name);
  }

  @Override
  public boolean exists(String name) {
    return storage.exists(name);
  }

  @Override
  public void close() {
    storage.close();
  }
}
