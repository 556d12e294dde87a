package org.bongsu.restic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository in restic's format, version 2.
 *
 * <p>Not thread-safe: one thread writes and reads. All methods block, and throw {@link
 * StorageUnavailable} if the storage is not there now: call them again later, or close the
 * repository and open it again. Nothing is forgotten in between: what was saved but not flushed is
 * still in memory, unless the repository is closed.
 *
 * <p>Whatever saves, flushes or forgets needs a {@link #lock}, without which others could prune
 * what is being saved; if it was not refreshed in time, {@link LockLost} says so.
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

  private final ObjectStorage storage;
  private final Path cache;
  private final RepositoryConfig config;
  private final MasterKey key;
  private final SealedJson json;
  private final Locks locks;
  private final BlobIndex index;
  private final BlobReader reader;
  private final PackWriter writer;
  private @Nullable RepositoryLock lock;

  /** Whether the index may list packs that have been deleted. */
  private boolean indexOutdated = true;

  private Repository(
      ObjectStorage storage,
      Path cache,
      MasterKey key,
      RepositoryConfig config,
      Locks.Settling settling) {
    this.storage = storage;
    this.cache = cache;
    this.config = config;
    this.key = key;
    this.json = new SealedJson(storage, key);
    this.locks = new Locks(storage, json, settling);
    this.index = BlobIndex.cache(cache, config.id());
    this.reader = new BlobReader(storage, key);
    this.writer = new PackWriter(storage, key, json, index);
  }

  /**
   * Makes a new repository, with a master key that the password opens.
   *
   * @param cache a directory for the index of this repository, made if it is missing; it may be
   *     shared by repositories and deleted while none of them is open
   * @throws StorageNotEmpty if there is a repository or any other object already
   */
  public static Repository create(ObjectStorage storage, char[] password, Path cache) {
    return create(storage, password, cache, Locks.Settling.DEFAULT, KeyFiles.COST_N);
  }

  static Repository create(
      ObjectStorage storage, char[] password, Path cache, Locks.Settling settling, int costN) {
    storage.list(
        "",
        (name, size) -> {
          throw new StorageNotEmpty("there is something already: " + name);
        });
    MasterKey key = KeyFiles.create(storage, password, settling.clock().instant(), costN);
    RepositoryConfig config = RepositoryConfig.create();
    config.put(storage, key);
    return new Repository(storage, cache, key, config, settling);
  }

  /**
   * Opens a repository, made here or by restic, and reads the indexes that the cache lacks. An
   * index that cannot be read is passed over, so that backups go on; {@link #check} tells of it.
   *
   * @param cache as for {@link #create}
   * @throws NoRepository if there is none
   * @throws WrongPassword if no key opens
   * @throws RepositoryDamaged if the configuration or a key cannot be read
   */
  public static Repository open(ObjectStorage storage, char[] password, Path cache) {
    return open(storage, password, cache, Locks.Settling.DEFAULT);
  }

  static Repository open(
      ObjectStorage storage, char[] password, Path cache, Locks.Settling settling) {
    if (!storage.exists(RepositoryConfig.NAME)) {
      throw new NoRepository("there is no repository");
    }
    MasterKey key = KeyFiles.open(storage, password);
    RepositoryConfig config = RepositoryConfig.get(storage, key);
    Repository opened = new Repository(storage, cache, key, config, settling);
    try {
      opened.currentIndex();
      return opened;
    } catch (RuntimeException e) {
      opened.writer.close();
      opened.index.close();
      throw e;
    }
  }

  /** The index, after reading what has changed if something may have. */
  private BlobIndex currentIndex() {
    if (indexOutdated) {
      index.sync(storage, json, unreadable -> {});
      indexOutdated = false;
    }
    return index;
  }

  /** The repository's own id, 64 hexadecimal digits, which never changes. */
  public String id() {
    return config.id();
  }

  /**
   * Takes part in using the repository until the lock is closed. Then reads the indexes again, as
   * others may have pruned before; for the same reason what was saved but not flushed is forgotten.
   *
   * @throws RepositoryLocked if somebody else holds an exclusive lock that is not stale
   */
  public RepositoryLock lock() {
    RepositoryLock acquired = locks.acquire(false);
    writer.discard();
    indexOutdated = true;
    lock = acquired;
    return acquired;
  }

  private void requireLock() {
    if (lock == null) {
      throw new IllegalStateException("take the lock before writing");
    }
    lock.requireHeld();
  }

  /** Whether this data is stored, or saved since the last flush. */
  public boolean hasData(BlobId id) {
    return contains(BlobType.DATA, id);
  }

  private boolean contains(BlobType type, BlobId id) {
    return writer.contains(type, id) || currentIndex().contains(type, id);
  }

  /**
   * Saves data unless it is there already. It is compressed if that makes it smaller.
   *
   * @param length at most {@link #BLOB_BYTES_MAX}
   * @return its id, for {@link Node#content}; durable after the next {@link #flush}
   */
  public BlobId saveData(byte[] bytes, int offset, int length) {
    return save(BlobType.DATA, bytes, offset, length);
  }

  private BlobId save(BlobType type, byte[] bytes, int offset, int length) {
    requireLock();
    if (length > BLOB_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a blob is at most %d bytes, not %d".formatted(BLOB_BYTES_MAX, length));
    }
    BlobId id = BlobId.of(bytes, offset, length);
    if (!contains(type, id)) {
      writer.save(type, id, bytes, offset, length);
    }
    return id;
  }

  /**
   * Saves a directory unless it is there already.
   *
   * @return its id, for {@link Node#subtree} or {@link Snapshot#tree}
   * @throws IllegalArgumentException if it refers to data or a tree that was not saved, has an
   *     entry of {@link Node.Type#OTHER}, or is too large
   */
  public BlobId saveTree(Tree tree) {
    for (Node node : tree.nodes()) {
      if (node.type() == Node.Type.OTHER) {
        throw new IllegalArgumentException("only files and directories can be saved");
      }
      node.content().forEach(id -> requireSaved(BlobType.DATA, id));
      if (node.subtree() != null) {
        requireSaved(BlobType.TREE, node.subtree());
      }
    }
    byte[] encoded = TreeJson.encode(tree);
    return save(BlobType.TREE, encoded, 0, encoded.length);
  }

  private void requireSaved(BlobType type, BlobId id) {
    if (!contains(type, id)) {
      throw new IllegalArgumentException(type.text + " blob " + id + " has not been saved");
    }
  }

  /**
   * Makes everything saved so far durable: writes packs that are being filled, and one index. Does
   * nothing if nothing was saved.
   */
  public void flush() {
    if (writer.hasUnlisted()) {
      requireLock();
      writer.flush();
    }
  }

  /**
   * Flushes, then saves a snapshot; durable when this returns.
   *
   * @throws IllegalArgumentException if its tree has not been saved
   */
  public SnapshotId save(Snapshot snapshot) {
    requireLock();
    flush();
    requireSaved(BlobType.TREE, snapshot.tree());
    return new SnapshotId(json.save("snapshots", SnapshotJson.encode(snapshot)));
  }

  /**
   * All snapshots, oldest first.
   *
   * @throws RepositoryDamaged if one cannot be read
   */
  public List<Snapshot> snapshots() {
    List<String> ids = new ArrayList<>();
    storage.list(
        "snapshots",
        (name, size) -> {
          String id = ObjectNames.id(name);
          if (id != null) {
            ids.add(id);
          }
        });
    List<Snapshot> snapshots = new ArrayList<>();
    for (String id : ids) {
      snapshots.add(SnapshotJson.decode(new SnapshotId(id), json.load("snapshots", id)));
    }
    snapshots.sort(Comparator.comparing(Snapshot::time));
    return snapshots;
  }

  /** Deletes a snapshot if it is there. What only it referred to stays until {@link #prune}. */
  public void forget(SnapshotId snapshot) {
    requireLock();
    storage.delete("snapshots/" + snapshot);
  }

  /**
   * Reads data.
   *
   * @throws RepositoryDamaged if it is not there or has another hash
   */
  public byte[] load(BlobId data) {
    return load(BlobType.DATA, data);
  }

  private byte[] load(BlobType type, BlobId id) {
    byte[] unwritten = writer.openUnwritten(type, id, reader);
    if (unwritten != null) {
      return unwritten;
    }
    List<BlobIndex.Place> places = new ArrayList<>(writer.places(type, id));
    places.addAll(currentIndex().places(type, id));
    return reader.load(type, id, places);
  }

  /** Writes a file's content to a stream. */
  public void copyTo(Node file, OutputStream out) throws IOException {
    for (BlobId id : file.content()) {
      out.write(load(id));
    }
  }

  /**
   * Reads a directory. Its names can be used as file names safely: no {@code /}, no {@code ..}.
   *
   * @throws RepositoryDamaged if it is not there, has another hash, or a name is not allowed
   */
  public Tree loadTree(BlobId tree) {
    try {
      return TreeJson.decode(load(BlobType.TREE, tree));
    } catch (RepositoryDamaged e) {
      throw new RepositoryDamaged("tree " + tree + ": " + e.getMessage(), e);
    }
  }

  /**
   * Deletes packs of which no snapshot uses anything, rewrites packs that are partly unused or
   * small, and puts small indexes together. Flushes first. Needs an exclusive lock, which it takes
   * and refreshes, as it does the lock that is held.
   *
   * <p>New packs and indexes are durable before old indexes are deleted, and those before old
   * packs: a crash or an outage loses nothing, and the next run continues.
   *
   * @throws RepositoryDamaged if a snapshot, an index or a tree cannot be read; nothing has been
   *     deleted then
   */
  public PruneResult prune(PruneLimits limits) {
    flush();
    try (RepositoryLock exclusive = locks.acquire(true);
        BlobIndex scratch = BlobIndex.scratch(cache, Pruning.schema())) {
      indexOutdated = true;
      Runnable keepLocked =
          () -> {
            exclusive.refreshIfDue();
            refreshLock();
          };
      return new Pruning(storage, key, json, scratch, keepLocked).run(snapshots(), limits);
    } catch (RepositoryLocked e) {
      return new PruneResult.LockedByOthers(e.holders());
    }
  }

  private void refreshLock() {
    if (lock != null && lock.isHeld()) {
      lock.refreshIfDue();
    }
  }

  /**
   * Compares indexes, packs, trees and snapshots with each other. Changes nothing. Needs a lock
   * only so that nobody prunes meanwhile.
   *
   * @param readData whether to read all packs, and check the hash and MAC of every blob
   */
  public CheckReport check(boolean readData) {
    try (BlobIndex scratch = BlobIndex.scratch(cache, Checking.schema())) {
      return new Checking(storage, key, json, scratch, this::refreshLock).run(readData);
    }
  }

  /** Releases the storage and the cache. What was not flushed is not saved. */
  @Override
  public void close() {
    writer.close();
    index.close();
    storage.close();
  }
}
