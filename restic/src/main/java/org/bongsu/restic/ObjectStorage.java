package org.bongsu.restic;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Named objects in a directory or an S3 bucket. An object is at most {@value #OBJECT_BYTES_MAX}
 * bytes and never changes. Names are relative paths of ASCII letters, digits, {@code -} and {@code
 * /}.
 *
 * <p>All methods block. They throw {@link StorageUnavailable} if the storage cannot be reached, is
 * full, or refuses; every method can be called again. Thread-safe.
 */
public interface ObjectStorage extends AutoCloseable {
  /** Maximum size of an object that is written or read whole: 64 MiB. */
  int OBJECT_BYTES_MAX = 64 << 20;

  /** How the location of a bucket begins. */
  String S3 = "s3://";

  /** Receives what {@link #list} finds. */
  @FunctionalInterface
  interface Visitor {
    void object(String name, long sizeBytes);
  }

  /**
   * Opens a directory, which is created when the first object is put, or a bucket, which must
   * exist. Nothing is read yet.
   *
   * @param location a directory, or {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}
   * @param access required for a bucket
   * @throws IllegalArgumentException if the location has no such form, or access is missing
   */
  static ObjectStorage open(String location, @Nullable S3Access access) {
    if (!location.startsWith(S3)) {
      return new DirectoryStorage(Path.of(location));
    }
    String[] parts = location.substring(S3.length()).split("/", 2);
    if (parts[0].isEmpty() || access == null) {
      throw new IllegalArgumentException(
          "a bucket is named s3://BUCKET/PREFIX and needs an endpoint and keys: " + location);
    }
    String prefix = parts.length == 1 ? "" : parts[1];
    return new S3Storage(access, parts[0], prefix, S3Storage.Timeouts.DEFAULT);
  }

  /** The same storage, which reads and writes no faster than this pace. */
  default ObjectStorage paced(Pace pace) {
    return new PacedStorage(this, pace);
  }

  /**
   * Writes an object. When this returns, it is durable. If this fails, or the process ends, the
   * object is there completely or not at all. An object of this name is replaced.
   *
   * @param content the remaining bytes of a buffer with an array; its position does not change
   */
  void put(String name, ByteBuffer content);

  /**
   * Reads an object.
   *
   * @throws NoSuchObject if there is none
   */
  byte[] get(String name);

  /**
   * Reads part of an object.
   *
   * @return fewer bytes than asked for if the object ends before; none if it ends before the offset
   * @throws NoSuchObject if there is none
   */
  byte[] get(String name, long offset, int length);

  /**
   * Visits all objects below a directory, in no particular order. What is put or deleted meanwhile
   * may be visited or not.
   *
   * @param directory such as {@code data}; empty for all objects
   */
  void list(String directory, Visitor visitor);

  /** Deletes an object if it is there; durable when this returns. */
  void delete(String name);

  boolean exists(String name);

  @Override
  void close();
}
