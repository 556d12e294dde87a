package org.bongsu.backup;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bongsu.command.EntryCodec;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.log.LogRecord;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.restic.Snapshot;
import org.bongsu.restic.Tree;
import org.bongsu.shard.RevocationRecords;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ledger of revocations: every accepted command that took something back, in a snapshot of its
 * own that is always the newest. A restore to an earlier moment applies what came later, so that
 * nothing is shown again.
 *
 * <p>Its directory has {@code ledger.json} and {@code entries/DAY/HOUR/MINUTE/…} ({@link
 * RoundFile}). Each epoch of the deployment has a ledger, because a restore gives out positions
 * again.
 */
final class Ledger {
  static final String TAG = "bongsu-ledger";
  private static final String EPOCH = "bongsu_epoch";
  private static final String FILE = "ledger.json";
  private static final String ENTRIES = "entries";
  private static final int READ_AT_ONCE_MAX = 1_000;

  /**
   * What a ledger covers.
   *
   * @param begun when it was begun
   * @param begins for each shard, the position from which it has all revocations
   * @param saved for each shard, the position before which it has them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Extent(String epoch, Instant begun, long[] begins, long[] saved) {
    private ObjectNode toJson() {
      ObjectNode json =
          Json.object().put("format", 1).put("epoch", epoch).put("begun", begun.toString());
      ArrayNode from = json.putArray("begins");
      Arrays.stream(begins).forEach(from::add);
      ArrayNode to = json.putArray("saved");
      Arrays.stream(saved).forEach(to::add);
      return json;
    }

    private static Extent of(byte[] bytes) {
      try {
        ObjectNode json = Json.object(new String(bytes, StandardCharsets.UTF_8));
        return new Extent(
            json.path("epoch").asString(""),
            Instant.parse(json.path("begun").asString("")),
            longs(json.path("begins")),
            longs(json.path("saved")));
      } catch (MalformedJson | DateTimeException e) {
        throw new RepositoryDamaged(FILE + " is not understood: " + e.getMessage());
      }
    }

    private static long[] longs(JsonNode array) {
      return array.valueStream().mapToLong(JsonNode::asLong).toArray();
    }
  }

  private final Repository repository;
  private final String host;
  private final Duration kept;
  private final Timeline entries;

  /** As it is saved. */
  private Extent extent;

  /** For each shard, the position before which all revocations have been read. */
  private long[] read;

  private @Nullable Snapshot newest;

  private Ledger(
      Repository repository,
      String host,
      Duration kept,
      Timeline entries,
      Extent extent,
      @Nullable Snapshot newest) {
    this.repository = repository;
    this.host = host;
    this.kept = kept;
    this.entries = entries;
    this.extent = extent;
    this.read = extent.saved.clone();
    this.newest = newest;
  }

  /**
   * Continues the ledger of an epoch, or begins it. Ledgers of other epochs are forgotten when they
   * are no longer needed.
   *
   * @param kept for how long revocations are needed: as long as the oldest backup
   * @param positions at which it begins if there is none
   */
  static Ledger open(
      Repository repository,
      String host,
      String epoch,
      Duration kept,
      long[] positions,
      Instant now) {
    Map<String, Snapshot> all = newestByEpoch(repository);
    for (Map.Entry<String, Snapshot> other : all.entrySet()) {
      if (!other.getKey().equals(epoch) && other.getValue().time().isBefore(now.minus(kept))) {
        repository.forget(Objects.requireNonNull(other.getValue().id()));
      }
    }
    Snapshot newest = all.get(epoch);
    if (newest == null) {
      Extent extent = new Extent(epoch, now, positions.clone(), positions.clone());
      return new Ledger(repository, host, kept, Timeline.empty(), extent, null);
    }
    Tree root = repository.loadTree(newest.tree());
    return new Ledger(
        repository,
        host,
        kept,
        Timeline.load(repository, BackupTree.subtree(root, ENTRIES)),
        extent(repository, root),
        newest);
  }

  private static Map<String, Snapshot> newestByEpoch(Repository repository) {
    Map<String, Snapshot> newest = new TreeMap<>();
    for (Snapshot snapshot : BackupTree.snapshots(repository, TAG)) { // oldest first
      newest.put(snapshot.annotations().getOrDefault(EPOCH, ""), snapshot);
    }
    return newest;
  }

  private static Extent extent(Repository repository, Tree root) {
    return Extent.of(BackupTree.content(repository, BackupTree.entry(root, FILE)));
  }

  /** For each shard, the position before which all revocations are in the ledger. */
  long[] covered() {
    return read.clone();
  }

  /** As {@link #covered}, as far as the saved ledger says so; at most that. */
  long[] saved() {
    return extent.saved.clone();
  }

  /** Adds the revocations since the last round; they are durable when this returns. */
  void add(Shards shards, Instant clock) {
    Instant now = newest == null ? clock : BackupTree.after(newest.time(), clock);
    List<RoundFile.Line> lines = new ArrayList<>();
    long[] until = read.clone();
    long[] begins = extent.begins.clone();
    for (int shard = 0; shard < until.length; shard++) {
      Part part = read(shards, shard, until[shard]);
      lines.addAll(part.lines);
      until[shard] = part.before;
      if (part.isAfterGap) {
        begins[shard] = part.from;
      }
    }
    boolean isNew = newest == null || !Arrays.equals(begins, extent.begins);
    if (!lines.isEmpty() || isNew) {
      save(lines, new Extent(extent.epoch, extent.begun, begins, until), now);
    }
    read = until;
  }

  /** The revocations of one shard at positions from {@code from} on, before {@code before}. */
  private record Part(long from, long before, boolean isAfterGap, List<RoundFile.Line> lines) {}

  private static Part read(Shards shards, int shard, long from) {
    return shards.readers().read(shard, db -> db.snapshot(() -> read(db, shard, from)));
  }

  private static Part read(Db db, int shard, long wanted) {
    long applied = Positions.applied(db);
    // Later than wanted if backups were off for days, or the shard did not record them yet.
    long from = Math.max(wanted, Math.min(RevocationRecords.firstKept(db), applied));
    List<RoundFile.Line> lines = new ArrayList<>();
    List<RevocationRecords.Recorded> some;
    long next = from;
    do {
      some = RevocationRecords.from(db, next, READ_AT_ONCE_MAX);
      for (RevocationRecords.Recorded one : some) {
        byte[] entry = EntryCodec.encode(one.timeMillis(), TAG, one.command());
        lines.add(new RoundFile.Line(shard, new LogRecord(one.position(), entry)));
        next = one.position() + 1;
      }
    } while (some.size() == READ_AT_ONCE_MAX);
    return new Part(from, applied, from > wanted, lines);
  }

  private void save(List<RoundFile.Line> lines, Extent covered, Instant now) {
    if (!lines.isEmpty()) {
      RoundFile file = new RoundFile(now.toEpochMilli(), new Cut(List.of()), lines);
      entries.add(repository, now, file.save(repository, covered.saved));
    }
    entries.dropDaysBefore(now.minus(kept));
    byte[] description = Json.bytes(covered.toJson());
    BlobId root =
        repository.saveTree(
            new Tree(
                List.of(
                    Node.directory(ENTRIES, now, entries.save(repository)),
                    BackupTree.smallFile(repository, FILE, now, description))));
    Snapshot before = newest;
    newest = BackupTree.save(repository, host, TAG, now, root, Map.of(EPOCH, covered.epoch));
    extent = covered;
    if (before != null) {
      repository.forget(Objects.requireNonNull(before.id()));
    }
  }

  /** A saved ledger. */
  record Saved(Extent extent, BlobId entries) {
    /** Reads all revocations, each shard's in order. */
    void read(Repository repository, Consumer<RoundFile.Line> visitor) {
      Timeline.visit(
          repository,
          entries,
          file ->
              RoundFile.parse(file.name(), BackupTree.content(repository, file))
                  .lines()
                  .forEach(visitor));
    }
  }

  /** The ledgers of all epochs, in the order in which they were begun. */
  static List<Saved> all(Repository repository) {
    List<Saved> all = new ArrayList<>();
    for (Snapshot snapshot : newestByEpoch(repository).values()) {
      Tree root = repository.loadTree(snapshot.tree());
      all.add(new Saved(extent(repository, root), BackupTree.subtree(root, ENTRIES)));
    }
    all.sort(Comparator.comparing(saved -> saved.extent().begun()));
    return all;
  }
}
