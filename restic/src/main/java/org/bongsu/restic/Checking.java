package org.bongsu.restic;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@link Repository#check}, on indexes that are read from the storage again. */
final class Checking {
  /** Enough for the headers of most packs, which so need one read. */
  private static final int HEADER_READ_BYTES = 64 << 10;

  /** Packs up to this size are in memory whole. */
  private static final int READ_WHOLE_BYTES = 2 * Repository.PACK_BYTES;

  private static final int READ_PART_BYTES = 4 << 20;

  private final ObjectStorage storage;
  private final MasterKey key;
  private final SealedJson json;
  private final BlobIndex index;
  private final IndexDatabase database;
  private final BlobReader reader;
  private final Runnable keepLocked;
  private final List<String> problems = new ArrayList<>();
  private long problemCount;

  /**
   * A run.
   *
   * @param scratch an index made with {@link #schema}
   * @param keepLocked called often, to refresh locks
   */
  Checking(
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
    return UsedBlobs.SCHEMA + StoredPacks.SCHEMA;
  }

  CheckReport run(boolean readData) {
    // Snapshots first: whatever they need is in indexes that are read later.
    List<Snapshot> snapshots = snapshots();
    index.sync(storage, json, damage -> problem(damage.getMessage()));
    StoredPacks.list(storage, index, (name, size) -> {});
    checkPacks(readData);
    checkTrees(snapshots);
    return new CheckReport(
        List.copyOf(problems),
        problemCount,
        snapshots.size(),
        database.number("select count(*) from pack"),
        database.number("select count(*) from (select distinct type, id from blob)"),
        database.number(
            "select count(*) from (select type, id from blob except select type, id from used)"),
        database.number("select count(*) from stored where id not in (select id from pack)"));
  }

  private void problem(@Nullable String problem) {
    problemCount++;
    if (problems.size() < CheckReport.PROBLEMS_MAX) {
      problems.add(String.valueOf(problem));
    }
  }

  private List<Snapshot> snapshots() {
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
      try {
        snapshots.add(SnapshotJson.decode(new SnapshotId(id), json.load("snapshots", id)));
      } catch (RepositoryDamaged e) {
        problem(e.getMessage());
      }
    }
    return snapshots;
  }

  private void checkPacks(boolean readData) {
    for (String id = nextPack(""); id != null; id = nextPack(id)) {
      keepLocked.run();
      long size =
          database.number(
              "select coalesce(max(size), -1) from stored where id = ?", IndexDatabase.bytes(id));
      List<PackedBlob> blobs = index.blobs(id);
      if (size < 0) {
        problem("pack %s is missing; %d blobs were in it".formatted(id, blobs.size()));
        continue;
      }
      try {
        checkHeader(id, size, blobs);
        if (readData) {
          checkContent(id, size, blobs);
        }
      } catch (RepositoryDamaged e) {
        problem("pack " + id + ": " + e.getMessage());
      } catch (NoSuchObject e) {
        problem("pack " + id + " went missing during the check");
      }
    }
  }

  private @Nullable String nextPack(String after) {
    List<String> next = new ArrayList<>(1);
    database.query(
        "select id from pack where id > ? order by id limit 1",
        row -> next.add(IndexDatabase.id(row, 1)),
        IndexDatabase.bytes(after));
    return next.isEmpty() ? null : next.getFirst();
  }

  private void checkHeader(String id, long size, List<PackedBlob> indexed) {
    if (size != PackHeader.packBytes(indexed)) {
      throw new RepositoryDamaged(
          "it has %d bytes, but the index says %d".formatted(size, PackHeader.packBytes(indexed)));
    }
    int read = (int) Math.min(size, HEADER_READ_BYTES);
    byte[] end = storage.get(ObjectNames.pack(id), size - read, read);
    byte[] last = lastBytes(end, 0, Math.min(end.length, PackHeader.LENGTH_BYTES));
    int length = PackHeader.sealedLength(last, size);
    byte[] sealed =
        length + PackHeader.LENGTH_BYTES <= end.length
            ? lastBytes(end, PackHeader.LENGTH_BYTES, length)
            : storage.get(ObjectNames.pack(id), size - PackHeader.LENGTH_BYTES - length, length);
    List<PackedBlob> inHeader = new ArrayList<>(PackHeader.decode(sealed, size, key));
    inHeader.sort(Comparator.comparingInt(PackedBlob::offset));
    if (!inHeader.equals(indexed)) {
      throw new RepositoryDamaged("its header lists other blobs than the index");
    }
  }

  /** A part that ends this many bytes before the end. */
  private static byte[] lastBytes(byte[] bytes, int before, int length) {
    byte[] part = new byte[length];
    System.arraycopy(bytes, bytes.length - before - length, part, 0, length);
    return part;
  }

  private void checkContent(String id, long size, List<PackedBlob> blobs) {
    String name = ObjectNames.pack(id);
    byte[] whole = size <= READ_WHOLE_BYTES ? storage.get(name) : null;
    String hash = whole == null ? hashInParts(name, size) : Sha256.hex(whole);
    if (!hash.equals(id)) {
      problem("pack " + id + ": its content has another hash than its name");
    }
    for (PackedBlob blob : blobs) {
      byte[] bytes = whole == null ? storage.get(name, blob.offset(), blob.length()) : whole;
      int offset = whole == null ? 0 : blob.offset();
      int length = Math.clamp((long) bytes.length - offset, 0, blob.length());
      if (reader.open(blob, bytes, offset, length) == null) {
        problem("pack %s: %s blob %s is damaged".formatted(id, blob.type().text, blob.id()));
      }
    }
  }

  private String hashInParts(String name, long size) {
    MessageDigest digest = Sha256.digest();
    for (long at = 0; at < size; at += READ_PART_BYTES) {
      digest.update(storage.get(name, at, (int) Math.min(READ_PART_BYTES, size - at)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void checkTrees(List<Snapshot> snapshots) {
    UsedBlobs used = new UsedBlobs(index);
    snapshots.forEach(snapshot -> used.add(BlobType.TREE, snapshot.tree()));
    used.walk(this::checkTree);
    database.query(
        """
        select id from used where type = 0
          and not exists(select 1 from blob where blob.id = used.id and blob.type = used.type)
        """,
        row -> problem("data blob " + IndexDatabase.id(row, 1) + " is used, but no index has it"));
  }

  private TreeJson.References checkTree(BlobId id) {
    keepLocked.run();
    TreeJson.References references = new TreeJson.References(List.of(), List.of());
    try {
      byte[] encoded = reader.load(BlobType.TREE, id, index.places(BlobType.TREE, id));
      references = TreeJson.references(encoded);
      TreeJson.decode(encoded).nodes().forEach(node -> checkSize(id, node));
    } catch (RepositoryDamaged e) {
      problem("tree " + id + ": " + e.getMessage());
    }
    return references;
  }

  private void checkSize(BlobId tree, Node node) {
    long size = 0;
    for (BlobId id : node.content()) {
      List<BlobIndex.Place> places = index.places(BlobType.DATA, id);
      if (places.isEmpty()) {
        problem(
            "tree %s: the file \"%s\" needs data blob %s, which no index has"
                .formatted(tree, node.name(), id));
        return;
      }
      size += places.getFirst().blob().contentLength();
    }
    if (node.type() == Node.Type.FILE && size != node.sizeBytes()) {
      problem(
          "tree %s: the file \"%s\" should have %d bytes, but its blobs have %d"
              .formatted(tree, node.name(), node.sizeBytes(), size));
    }
  }
}
