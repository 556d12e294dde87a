package org.bongsu.restic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A repository in restic's format, version 2.
 *
 * <p>Not thread-safe: one thread writes and reads. All methods block, and throw {@link
 * StorageUnavailable} if the storage is not there now: call them again later, or close the
 * repository and open it again. What was saved since the last {@link #flush} is then saved again by
 * the caller; blobs that had arrived are not transferred twice.
 *
 * <p>Memory: two packs of {@value #PACK_BYTES} bytes that are being filled (data and trees), twice
 * the size of one blob, and the places of at most {@value #PENDING_BLOBS_MAX} blobs that no index
 * lists yet. What the indexes list is in a SQLite file in the cache directory.
 */
public final class Repository implements AutoCloseable {
  /** Maximum size of one blob, data or encoded tree: 16 MiB. */
  public static final int BLOB_BYTES_MAX = 16 << 20;

  /** A pack is written when it would exceed this: 16 MiB, restic's default. */
  public static final int PACK_BYTES = 16 << 20;

  /** Blobs in packs that no index lists yet; with more an index is written before the flush. */
  static final int PENDING_BLOBS_MAX = 50_000;

  private Repository() {}

  /**
   * Makes a new repository, with a master key that the password opens.
   *
   * @param cache a directory for the index of this repository, made if it is missing; it may be
   *     shared by repositories and deleted while none of them is open
   * @throws NoRepository if there is a repository or any other object already
   */
  public static Repository create(ObjectStorage storage, char[] password, Path cache) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a repository, made here or by restic, and reads the indexes that the cache lacks.
   *
   * @param cache as for {@link #create}
   * @throws NoRepository if there is none
   * @throws WrongPassword if no key opens
   * @throws RepositoryDamaged if the configuration, a key or an index cannot be read
   */
  public static Repository open(ObjectStorage storage, char[] password, Path cache) {
    throw new UnsupportedOperationException();
  }

  /** The repository's own id, 64 hexadecimal digits, which never changes. */
  public String id() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes part in using the repository until the lock is closed. Then reads the indexes again, as
   * others may have pruned before.
   *
   * @throws RepositoryLocked if somebody else holds an exclusive lock that is not stale
   */
  public RepositoryLock lock() {
    throw new UnsupportedOperationException();
  }

  /** Whether this data is stored, or saved since the last flush. */
  public boolean hasData(BlobId id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Saves data unless it is there already. It is compressed if that makes it smaller.
   *
   * @param length at most {@link #BLOB_BYTES_MAX}
   * @return its id, for {@link Node#content}; durable after the next {@link #flush}
   */
  public BlobId saveData(byte[] bytes, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  /**
   * Saves a directory unless it is there already. All that it refers to must have been saved.
   *
   * @return its id, for {@link Node#subtree} or {@link Snapshot#tree}
   */
  public BlobId saveTree(Tree tree) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes everything saved so far durable: writes packs that are being filled, and one index. Does
   * nothing if nothing was saved.
   */
  public void flush() {
    throw new UnsupportedOperationException();
  }

  /** Flushes, then saves a snapshot; durable when this returns. */
  public SnapshotId save(Snapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  /**
   * All snapshots, oldest first.
   *
   * @throws RepositoryDamaged if one cannot be read
   */
  public List<Snapshot> snapshots() {
    throw new UnsupportedOperationException();
  }

  /** Deletes a snapshot. What only it referred to stays until {@link #prune}. */
  public void forget(SnapshotId snapshot) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads data.
   *
   * @throws RepositoryDamaged if it is not there or has another hash
   */
  public byte[] load(BlobId data) {
    throw new UnsupportedOperationException();
  }

  /** Writes a file's content to a stream. */
  public void copyTo(Node file, OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a directory. Its names can be used as file names safely: no {@code /}, no {@code ..}.
   *
   * @throws RepositoryDamaged if it is not there, has another hash, or a name is not allowed
   */
  public Tree loadTree(BlobId tree) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes packs of which no snapshot uses anything, rewrites packs that are partly unused or
   * small, and puts small indexes together. Flushes first. Needs an exclusive lock, which it takes.
   *
   * <p>New packs and indexes are durable before old indexes are deleted, and those before old
   * packs: a crash or an outage loses nothing, and the next run continues.
   *
   * @throws RepositoryDamaged if a snapshot or a tree cannot be read; nothing has been deleted then
   */
  public PruneResult prune(PruneLimits limits) {
    throw new UnsupportedOperationException();
  }

  /**
   * Compares indexes, packs, trees and snapshots with each other. Changes nothing, except that it
   * flushes first.
   *
   * @param readData whether to read all packs, and check the hash and MAC of every blob
   */
  public CheckReport check(boolean readData) {
    throw new UnsupportedOperationException();
  }

  /** Releases the storage and the cache. What was not flushed is not saved. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
