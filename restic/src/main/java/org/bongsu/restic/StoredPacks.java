package org.bongsu.restic;

/** Which packs are in the storage, in a table of a scratch index. */
final class StoredPacks {
  static final String SCHEMA =
      """
      create table stored(id blob primary key, size integer not null) without rowid;
      """;

  private StoredPacks() {}

  /**
   * Lists all packs.
   *
   * @param others receives the names of objects that are no packs
   */
  static void list(ObjectStorage storage, BlobIndex scratch, ObjectStorage.Visitor others) {
    IndexDatabase database = scratch.database();
    database.transaction(() ->
        storage.list(
            "data",
            (name, size) -> {
              String id = ObjectNames.id(name);
              if (id == null || !ObjectNames.pack(id).equals(name)) {
                others.object(name, size);
              } else {
                database.update(
                    "insert or ignore into stored values(?, ?)", IndexDatabase.bytes(id), size);
              }
            }));
  }
}
