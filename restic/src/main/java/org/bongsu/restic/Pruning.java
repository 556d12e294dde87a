package org.bongsu.restic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@link Repository#prune}, on indexes that are read from the storage again.
 *
 * <p>Order: find what is used; write used blobs of wasteful packs to new packs, and an index of
 * them; write indexes without the packs that go; delete the old indexes; delete the packs. Whatever
 * comes first is durable before what comes next begins.
 */
final class Pruning {
  private static final String SCHEMA =
      """
      create table plan(pack integer primary key, action text not null);
      create table replaced(index_file integer primary key);
      create table remaining(pack integer primary key);
      """;

  /** Index files with fewer blobs than this are put together. */
  private static final int SMALL_INDEX_BLOBS = IndexFile.BLOBS_MAX / 4;

  /** Packs up to this size are read whole; of larger ones blob by blob. */
  private static final int READ_WHOLE_BYTES = 2 * Repository.PACK_BYTES;

  /** What each pack holds, and what of it is used and kept in no other pack. */
  private static final String STATISTICS =
      """
      create table statistics as
      select pack.number, stored.size, max(blob.type) as type, sum(blob.length) as total,
        sum(case when used.pack = blob.pack then blob.length else 0 end) as used_bytes
      from pack
        join blob on blob.pack = pack.number
        left join stored on stored.id = pack.id
        left join used on used.type = blob.type and used.id = blob.id
      group by pack.number
      """;

  private static final String PLAN_DELETIONS =
      """
      insert into plan
      select number, case when size is null then 'forget' else 'delete' end
      from statistics where used_bytes = 0 or size is null
      """;

  /** Wasteful packs first; a single small pack stays. */
  private static final String PLAN_REWRITES =
      """
      insert into plan
      select number, 'rewrite' from (
        select number, sum(used_bytes) over (order by wasteful desc, unused desc, number) as so_far
        from (
          select number, used_bytes, total - used_bytes as unused,
            (total - used_bytes) * 100 > ?1 * total as wasteful,
            size < ?2 and count(*) filter (where size < ?2) over (partition by type) > 1 as small
          from statistics where used_bytes > 0 and size is not null)
        where wasteful or small)
      where so_far <= ?3
      """;

  private static final String REPLACED_INDEXES =
      """
      insert into replaced
      select index_file from listed where pack in (select pack from plan)
      union
      select index_file from (
        select index_file, count(*) over () as small from (
          select listed.index_file, count(*) as blobs
          from listed join blob on blob.pack = listed.pack group by listed.index_file)
        where blobs < ?)
      where small > 1
      """;

  /** Packs that stay and are listed only by indexes that go. */
  private static final String REMAINING_PACKS =
      """
      insert into remaining
      select distinct pack from listed
      where index_file in (select index_file from replaced)
        and pack not in (select pack from plan)
        and pack not in (
          select pack from listed where index_file not in (select index_file from replaced))
      """;

  private final ObjectStorage storage;
  private final MasterKey key;
  private final SealedJson json;
  private final BlobIndex index;
  private final IndexDatabase database;
  private final BlobReader reader;
  private final Runnable keepLocked;
  private final List<String> unfinished = new ArrayList<>();

  /**
   * A run.
   *
   * @param scratch an index made with {@link #schema}
   * @param keepLocked called often, to refresh locks
   */
  Pruning(
      ObjectStorage storage,
      MasterKey key,
      SealedJson json,
      BlobIndex scratch,
      Runnable keepLocked) {
    this.storage = storage;
    this.key = key;
    this.json = json;
    this.index = scratch;
    this.database = scratch.database();
    this.reader = new BlobReader(storage, key);
    this.keepLocked = keepLocked;
  }

  static String schema() {
    return UsedBlobs.SCHEMA + StoredPacks.SCHEMA + SCHEMA;
  }

  /** Runs to the end. The snapshots are all there are. */
  PruneResult.Pruned run(List<Snapshot> snapshots, PruneLimits limits) {
    index.sync(
        storage,
        json,
        damage -> {
          throw damage;
        });
    StoredPacks.list(
        storage,
        index,
        (name, size) -> {
          if (ObjectNames.isUnfinished(name)) {
            unfinished.add(name);
          }
        });
    findUsed(snapshots);
    plan(limits);
    long writtenBytes = rewrite();
    int indexes = replaceIndexes();
    long bytes = deletedBytes();
    int rewritten = (int) database.number("select count(*) from plan where action = 'rewrite'");
    return new PruneResult.Pruned(deletePacks(), bytes, rewritten, writtenBytes, indexes);
  }

  private void findUsed(List<Snapshot> snapshots) {
    UsedBlobs used = new UsedBlobs(index);
    snapshots.forEach(snapshot -> used.add(BlobType.TREE, snapshot.tree()));
    used.walk(tree -> {
      keepLocked.run();
      return TreeJson.references(
          reader.load(BlobType.TREE, tree, index.places(BlobType.TREE, tree)));
    });
    database.update(
        """
        update used set pack = (
          select min(blob.pack) from blob
            join pack on pack.number = blob.pack join stored on stored.id = pack.id
          where blob.id = used.id and blob.type = used.type)
        """);
    database.query(
        "select id from used where pack is null limit 1",
        row -> {
          throw new RepositoryDamaged(
              "blob " + IndexDatabase.id(row, 1) + " is used, but in no pack that is there");
        });
  }

  private void plan(PruneLimits limits) {
    database.update(STATISTICS);
    database.update(PLAN_DELETIONS);
    database.update(
        PLAN_REWRITES,
        limits.unusedPercentMax(),
        limits.smallPackBytes(),
        limits.rewrittenBytesMax());
  }

  /** Copies used blobs to new packs; returns how many bytes were written. */
  private long rewrite() {
    try (PackWriter writer = new PackWriter(storage, key, json, index)) {
      for (StoredPack pack = nextRewritten(-1); pack != null; pack = nextRewritten(pack.number)) {
        keepLocked.run();
        rewrite(pack, writer);
      }
      writer.flush();
      return writer.writtenBytes();
    }
  }

  private record StoredPack(long number, String id, long size) {}

  private @Nullable StoredPack nextRewritten(long after) {
    List<StoredPack> next = new ArrayList<>(1);
    database.query(
        """
        select pack.number, pack.id, stored.size from plan
          join pack on pack.number = plan.pack join stored on stored.id = pack.id
        where action = 'rewrite' and plan.pack > ? order by plan.pack limit 1
        """,
        row -> next.add(new StoredPack(row.getLong(1), IndexDatabase.id(row, 2), row.getLong(3))),
        after);
    return next.isEmpty() ? null : next.getFirst();
  }

  private void rewrite(StoredPack pack, PackWriter writer) {
    String name = ObjectNames.pack(pack.id);
    byte[] whole = pack.size <= READ_WHOLE_BYTES ? storage.get(name) : null;
    for (PackedBlob blob : index.blobs(pack.id)) {
      if (!isKeptIn(pack, blob) || writer.contains(blob.type(), blob.id())) {
        continue;
      }
      byte[] sealed = whole == null ? storage.get(name, blob.offset(), blob.length()) : whole;
      int offset = whole == null ? 0 : blob.offset();
      int length = Math.clamp((long) sealed.length - offset, 0, blob.length());
      if (reader.open(blob, sealed, offset, length) == null) {
        throw new RepositoryDamaged("pack " + pack.id + ": blob " + blob.id() + " is damaged");
      }
      writer.copy(blob, sealed, offset);
    }
  }

  private boolean isKeptIn(StoredPack pack, PackedBlob blob) {
    return database.number(
            "select 1 from used where type = ? and id = ? and pack = ?",
            blob.type().ordinal(),
            IndexDatabase.bytes(blob.id().value()),
            pack.number)
        == 1;
  }

  /** Writes indexes for what stays, then deletes those that they replace; returns how many. */
  private int replaceIndexes() {
    database.update(REPLACED_INDEXES, SMALL_INDEX_BLOBS);
    database.update(REMAINING_PACKS);
    List<String> replaced = new ArrayList<>();
    database.query(
        "select id from index_file where number in (select index_file from replaced)",
        row -> replaced.add(IndexDatabase.id(row, 1)));
    Map<String, List<PackedBlob>> packs = new LinkedHashMap<>();
    int blobs = 0;
    for (StoredPack pack = nextRemaining(-1); pack != null; pack = nextRemaining(pack.number)) {
      List<PackedBlob> inPack = index.blobs(pack.id);
      if (blobs > 0 && blobs + inPack.size() > IndexFile.BLOBS_MAX) {
        writeIndex(packs);
        blobs = 0;
      }
      packs.put(pack.id, inPack);
      blobs += inPack.size();
    }
    writeIndex(packs);
    for (String id : replaced) {
      keepLocked.run();
      storage.delete("index/" + id);
    }
    return replaced.size();
  }

  private @Nullable StoredPack nextRemaining(long after) {
    List<StoredPack> next = new ArrayList<>(1);
    database.query(
        """
        select number, id from remaining join pack on number = remaining.pack
        where remaining.pack > ? order by remaining.pack limit 1
        """,
        row -> next.add(new StoredPack(row.getLong(1), IndexDatabase.id(row, 2), 0)),
        after);
    return next.isEmpty() ? null : next.getFirst();
  }

  private void writeIndex(Map<String, List<PackedBlob>> packs) {
    if (!packs.isEmpty()) {
      keepLocked.run();
      json.put("index", json.seal(IndexFile.encode(packs)));
      packs.clear();
    }
  }

  private static final String DELETED_PACKS =
      """
      from stored where id in (
          select pack.id from plan join pack on pack.number = plan.pack)
        or id not in (select id from pack)
      """;

  private long deletedBytes() {
    return database.number("select total(size) " + DELETED_PACKS);
  }

  /** Deletes packs that were planned so, and those that no index lists; returns how many. */
  private int deletePacks() {
    List<String> ids = new ArrayList<>();
    database.query("select id " + DELETED_PACKS, row -> ids.add(IndexDatabase.id(row, 1)));
    for (String id : ids) {
      keepLocked.run();
      storage.delete(ObjectNames.pack(id));
    }
    unfinished.forEach(storage::delete);
    return ids.size();
  }
}
