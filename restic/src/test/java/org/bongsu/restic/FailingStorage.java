package org.bongsu.restic;

import java.nio.ByteBuffer;

/**
 * Storage that ends at the Nth change, as if the process died: that change and all after it are
 * refused. A change that is refused has happened or not, as the test chooses.
 */
final class FailingStorage implements ObjectStorage {
  private final ObjectStorage storage;
  private final boolean lastHappens;
  private long changesLeft;

  FailingStorage(ObjectStorage storage, long changes, boolean lastHappens) {
    this.storage = storage;
    this.changesLeft = changes;
    this.lastHappens = lastHappens;
  }

  private void change(Runnable change) {
    changesLeft--;
    if (changesLeft > 0 || (changesLeft == 0 && lastHappens)) {
      change.run();
    }
    if (changesLeft <= 0) {
      throw new StorageUnavailable("the process died");
    }
  }

  @Override
  public void put(String name, ByteBuffer content) {
    change(() -> storage.put(name, content));
  }

  @Override
  public void delete(String name) {
    change(() -> storage.delete(name));
  }

  @Override
  public byte[] get(String name) {
    return storage.get(name);
  }

  @Override
  public byte[] get(String name, long offset, int length) {
    return storage.get(name, offset, length);
  }

  @Override
  public void list(String directory, Visitor visitor) {
    storage.list(directory, visitor);
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
