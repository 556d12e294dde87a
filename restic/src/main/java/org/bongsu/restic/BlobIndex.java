package org.bongsu.restic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What all index objects say together, in a SQLite file: memory does not grow with the repository.
 * A pack may be in several indexes, as after an interrupted prune; it is known as long as one of
 * them is there.
 */
final class BlobIndex implements AutoCloseable {
  private static final String SCHEMA =
      """
      create table if not exists index_file(number integer primary key, id blob not null unique);
      create table if not exists pack(number integer primary key, id blob not null unique);
      create table if not exists listed(
        index_file integer not null, pack integer not null, primary key(index_file, pack)) without rowid;
      create index if not exists listed_by_pack on listed(pack);
      create table if not exists blob(
        id blob not null, type integer not null, pack integer not null,
        offset integer not null, length integer not null, raw_length integer not null,
        primary key(id, type, pack, offset)) without rowid;
      create index if not exists blob_by_pack on blob(pack);
      """;

  private static final String ONLY_LISTED_BY =
      """
      select pack from listed as here where index_file = ?1 and not exists(
        select 1 from listed as other where other.pack = here.pack and other.index_file <> ?1)
      """;

  /** Copies of one blob that are tried when it is read. */
  private static final int COPIES_MAX = 8;

  /** Index objects may vanish while they are listed and read; then it is tried again. */
  private static final int SYNC_ATTEMPTS = 5;

  /** A blob and the pack that it is in. */
  record Place(String pack, PackedBlob blob) {}

  private final IndexDatabase database;

  private BlobIndex(IndexDatabase database) {
    this.database = database;
  }

  /** The cache of a repository; {@link #sync} makes it current. */
  static BlobIndex cache(Path directory, String repositoryId) {
    return new BlobIndex(IndexDatabase.cache(directory, repositoryId, SCHEMA));
  }

  /** An empty index for one run of {@code prune} or {@code check}. */
  static BlobIndex scratch(Path directory, String furtherSchema) {
    return new BlobIndex(IndexDatabase.scratch(directory, SCHEMA + furtherSchema));
  }

  IndexDatabase database() {
    return database;
  }

  /**
   * Reads index objects that are new and forgets those that are gone.
   *
   * @param unreadable receives what is wrong with each index that cannot be read; its packs are not
   *     known then
   */
  void sync(ObjectStorage storage, SealedJson json, Consumer<RepositoryDamaged> unreadable) {
    for (int attempt = 1; ; attempt++) {
      List<RepositoryDamaged> damaged = new ArrayList<>();
      try {
        syncOnce(storage, json, damaged::add);
        damaged.forEach(unreadable);
        return;
      } catch (NoSuchObject vanished) {
        if (attempt == SYNC_ATTEMPTS) {
          throw new StorageUnavailable("the indexes keep changing", vanished);
        }
      }
    }
  }

  private void syncOnce(
      ObjectStorage storage, SealedJson json, Consumer<RepositoryDamaged> unreadable) {
    Set<String> gone = new TreeSet<>(files());
    Set<String> fresh = new TreeSet<>();
    storage.list(
        "index",
        (name, size) -> {
          String id = ObjectNames.id(name);
          if (id != null && !gone.remove(id)) {
            fresh.add(id);
          }
        });
    for (String id : fresh) {
      try {
        read(id, json);
      } catch (RepositoryDamaged e) {
        unreadable.accept(new RepositoryDamaged("index " + id + ": " + e.getMessage(), e));
      }
    }
    gone.forEach(this::remove);
  }

  private void read(String id, SealedJson json) {
    database.transaction(() -> {
      long file = number("index_file", id);
      try (InputStream in = json.open("index", id)) {
        IndexFile.decode(in, (pack, blobs) -> addPack(file, pack, blobs));
      } catch (IOException e) {
        throw new RepositoryDamaged("it cannot be decompressed: " + e.getMessage(), e);
      }
    });
  }

  /** Adds an index that has just been written. */
  void add(String id, Map<String, List<PackedBlob>> packs) {
    database.transaction(() -> {
      long file = number("index_file", id);
      packs.forEach((pack, blobs) -> addPack(file, pack, blobs));
    });
  }

  private void addPack(long file, String packId, List<PackedBlob> blobs) {
    long pack = number("pack", packId);
    database.update("insert or ignore into listed values(?, ?)", file, pack);
    for (PackedBlob blob : blobs) {
      database.update(
          "insert or ignore into blob values(?, ?, ?, ?, ?, ?)",
          IndexDatabase.bytes(blob.id().value()),
          blob.type().ordinal(),
          pack,
          blob.offset(),
          blob.length(),
          blob.rawLength());
    }
  }

  /** The number of an index or pack, which is noted if it is new. */
  private long number(String table, String id) {
    byte[] bytes = IndexDatabase.bytes(id);
    database.update("insert or ignore into " + table + "(id) values(?)", bytes);
    return database.number("select number from " + table + " where id = ?", bytes);
  }

  /** Forgets an index, and the packs that no other index lists. */
  void remove(String id) {
    database.transaction(() -> {
      long file = number("index_file", id);
      database.update("delete from blob where pack in (" + ONLY_LISTED_BY + ")", file);
      database.update("delete from pack where number in (" + ONLY_LISTED_BY + ")", file);
      database.update("delete from listed where index_file = ?", file);
      database.update("delete from index_file where number = ?", file);
    });
  }

  /** The ids of all index objects that are in here. */
  List<String> files() {
    List<String> ids = new ArrayList<>();
    database.query("select id from index_file", row -> ids.add(IndexDatabase.id(row, 1)));
    return ids;
  }

  boolean contains(BlobType type, BlobId id) {
    return database.number(
            "select 1 from blob where id = ? and type = ? limit 1",
            IndexDatabase.bytes(id.value()),
            type.ordinal())
        == 1;
  }

  /** All places of a blob, at most {@value #COPIES_MAX}. */
  List<Place> places(BlobType type, BlobId id) {
    List<Place> places = new ArrayList<>();
    database.query(
        """
        select pack.id, offset, length, raw_length from blob join pack on pack.number = blob.pack
        where blob.id = ? and type = ? limit ?
        """,
        row ->
            places.add(
                new Place(
                    IndexDatabase.id(row, 1),
                    new PackedBlob(type, id, row.getInt(2), row.getInt(3), row.getInt(4)))),
        IndexDatabase.bytes(id.value()),
        type.ordinal(),
        COPIES_MAX);
    return places;
  }

  /** The blobs of a pack in the order of their offsets. */
  List<PackedBlob> blobs(String packId) {
    List<PackedBlob> blobs = new ArrayList<>();
    database.query(
        """
        select type, blob.id, offset, length, raw_length from blob
        where pack = (select number from pack where id = ?) order by offset
        """,
        row ->
            blobs.add(
                new PackedBlob(
                    BlobType.values()[row.getInt(1)],
                    new BlobId(IndexDatabase.id(row, 2)),
                    row.getInt(3),
                    row.getInt(4),
                    row.getInt(5))),
        IndexDatabase.bytes(packId));
    return blobs;
  }

  @Override
  public void close() {
    database.close();
  }
}
