package org.bongsu.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.MediaCommand;
import org.bongsu.log.LogRecord;
import org.bongsu.media.ContentHash;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.Snapshot;
import org.bongsu.restic.SnapshotId;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Writes the backup of a deployment, in rounds. A round saves the log since the last one up to a
 * {@link Cut}, then as much of the waiting photos and files and of a checkpoint as the rate allows,
 * and ends with a snapshot. The new snapshot replaces the one of the round before, unless {@link
 * Retention} keeps that one.
 *
 * <p>A backup is a checkpoint and the log from there. If entries are missing between what is saved
 * and what is at hand ({@link EntryTail}), a new checkpoint is needed; until it is complete, the
 * snapshot before remains the newest.
 *
 * <p>Not thread-safe. After an exception it must be closed and opened again.
 */
final class BackupWriter implements AutoCloseable {
  /** A checkpoint with the log since it was begun. */
  private record Base(CheckpointCopy.Finished checkpoint, Timeline log) {}

  /** A checkpoint that is being made, with the log since it was begun. */
  private record Making(CheckpointCopy checkpoint, Timeline log) {}

  /** Without news the snapshot is renewed after this time, to show that the backup works. */
  private static final long RENEWED_EVERY_SECONDS = 60;

  private static final Duration CHECKPOINT_RETRY = Duration.ofMinutes(1);

  private static final byte[] STORE_MEDIA =
      "\"do\":\"StoreMedia\"".getBytes(StandardCharsets.US_ASCII);

  /** An entry begins with its time and origin, and then what it does. */
  private static final int SEARCHED_BYTES = 200;

  private static final System.Logger LOG = System.getLogger(BackupWriter.class.getName());

  private final BackupSource source;
  private final BackupSettings settings;
  private final Repository repository;
  private final Retention retention;
  private final MediaCopy media;
  private final List<Snapshot> snapshots;
  private @Nullable Base base;
  private @Nullable Making making;
  private Timeline mediaFiles;

  /** What is saved; empty while a first checkpoint is being made. */
  private Cut saved;

  private Instant savedAt = Instant.MIN;
  private Instant checkpointDue = Instant.MIN;

  private BackupWriter(
      BackupSource source,
      BackupSettings settings,
      Repository repository,
      MediaCopy media,
      List<Snapshot> snapshots) {
    this.source = source;
    this.settings = settings;
    this.repository = repository;
    this.retention = Retention.of(settings);
    this.media = media;
    this.snapshots = new ArrayList<>(snapshots);
    this.mediaFiles = Timeline.empty();
    this.saved = new Cut(List.of());
  }

  /** Continues what is in a repository. */
  static BackupWriter open(BackupSource source, BackupSettings settings, Repository repository)
      throws IOException, InterruptedException {
    List<Snapshot> snapshots = BackupTree.snapshots(repository, BackupTree.TAG);
    MediaCatalog catalog = MediaCatalog.make(source.directory().resolve("catalog.db"));
    MediaCopy media = new MediaCopy(source.media(), catalog, source::isNeeded);
    try {
      BackupWriter writer = new BackupWriter(source, settings, repository, media, snapshots);
      if (!snapshots.isEmpty()) {
        writer.load(BackupTree.load(repository, snapshots.getLast()), catalog);
      }
      return writer;
    } catch (IOException | InterruptedException | RuntimeException e) {
      media.close();
      throw e;
    }
  }

  private void load(BackupTree newest, MediaCatalog catalog)
      throws IOException, InterruptedException {
    Manifest manifest = newest.manifest();
    if (!manifest.serverName().equals(source.serverName())
        || manifest.cut().shards().size() != source.shardCount()) {
      throw new OtherDeployment(
          "this place has the backups of %s with %d shards"
              .formatted(manifest.serverName(), manifest.cut().shards().size()));
    }
    mediaFiles = Timeline.load(repository, newest.media());
    List<ContentHash> there = new ArrayList<>();
    Timeline.visit(
        repository, newest.media(), file -> ContentHash.parse(file.name()).ifPresent(there::add));
    for (ContentHash hash : there) {
      catalog.add(hash);
    }
    savedAt = manifest.time();
    source
        .tail()
        .await(manifest.cut().positions()); // a site that takes over may be a moment behind
    if (manifest.epoch().equals(source.shards().epoch())
        && source.tail().has(manifest.cut().positions())) {
      saved = manifest.cut();
      checkpointDue = manifest.checkpointBegan().plus(settings.backupCheckpointEvery());
      base =
          new Base(
              new CheckpointCopy.Finished(
                  manifest.checkpointBegan(),
                  manifest.checkpoint(),
                  repository.loadTree(newest.checkpoint()).nodes(),
                  newest.checkpoint()),
              Timeline.load(repository, newest.log()));
    }
  }

  /**
   * A round.
   *
   * @param clock the time
   * @param ledger for each shard, the position before which the ledger has all revocations
   * @param bytesMax of photos, files and shards
   * @return whether everything up to now is in the backup
   */
  boolean round(Instant clock, long[] ledger, long bytesMax)
      throws IOException, InterruptedException {
    Instant now = BackupTree.after(savedAt, clock);
    Optional<Cut> cut = source.cut();
    if (cut.isEmpty() || !source.tail().await(cut.get().positions())) {
      return false;
    }
    boolean changed = addLog(cut.get(), now);
    changed |= copyMedia(now, bytesMax);
    changed |= continueCheckpoint(now, bytesMax);
    changed |= removeGone();
    Base complete = base;
    if (complete != null && (changed || now.isAfter(savedAt.plusSeconds(RENEWED_EVERY_SECONDS)))) {
      save(complete, now, ledger);
    }
    source.tail().drop(saved.positions());
    return complete != null;
  }

  /** Adds the entries since the last round to the log. */
  private boolean addLog(Cut cut, Instant now) {
    if ((base == null && making == null) || !source.tail().has(saved.positions())) {
      startAgain(cut, now);
      return false;
    }
    List<RoundFile.Line> lines = new ArrayList<>();
    long[] from = saved.positions();
    for (int shard = 0; shard < from.length; shard++) {
      long before = cut.shards().get(shard).position();
      for (LogRecord record : source.tail().between(shard, from[shard], before)) {
        lines.add(new RoundFile.Line(shard, record));
        mediaOf(record).ifPresent(media::want);
      }
    }
    saved = cut;
    if (lines.isEmpty()) {
      return false;
    }
    Node file = new RoundFile(now.toEpochMilli(), cut, lines).save(repository, cut.positions());
    if (base != null) {
      base.log.add(repository, now, file);
    }
    if (making != null) {
      making.log.add(repository, now, file);
    }
    return true;
  }

  /** The content that an entry gives a media id. */
  private static Optional<ContentHash> mediaOf(LogRecord record) {
    if (!contains(record.payload(), STORE_MEDIA)) {
      return Optional.empty();
    }
    return EntryCodec.decode(record.position(), record.payload()).command()
            instanceof MediaCommand.StoreMedia stored
        ? ContentHash.parse(stored.sha256())
        : Optional.empty();
  }

  private static boolean contains(byte[] text, byte[] wanted) {
    int searched = Math.min(text.length, SEARCHED_BYTES) - wanted.length;
    for (int i = 0; i <= searched; i++) {
      if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /** Photos and files that cannot be read now are copied later; the log goes on. */
  private boolean copyMedia(Instant now, long bytesMax) {
    try {
      return media.copySome(repository, mediaFiles, now, bytesMax);
    } catch (IOException | StoreUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "photos and files wait: " + e.getMessage());
      media.beginAgain();
      return false;
    }
  }

  /** Entries are missing: only a new checkpoint can be continued. */
  private void startAgain(Cut cut, Instant now) {
    abandonCheckpoint();
    base = null;
    saved = cut;
    beginCheckpoint(now, null);
  }

  private void beginCheckpoint(Instant now, CheckpointCopy.@Nullable Finished before) {
    checkpointDue = now.plus(settings.backupCheckpointEvery());
    making =
        new Making(
            new CheckpointCopy(
                source.files(), source.directory().resolve("checkpoint.db"), now, before),
            Timeline.empty());
    media.beginSurvey();
  }

  private boolean continueCheckpoint(Instant now, long bytesMax) {
    Base complete = base;
    if (making == null && complete != null && !now.isBefore(checkpointDue)) {
      beginCheckpoint(now, complete.checkpoint);
    }
    Making current = making;
    if (current == null) {
      return false;
    }
    Optional<CheckpointCopy.Finished> finished = copySome(current, bytesMax);
    if (finished.isEmpty() || saved.isBehind(finished.get().states().positions())) {
      return false; // the log must reach the states that were copied
    }
    base = new Base(finished.get(), current.log);
    making = null;
    return true;
  }

  /**
   * A checkpoint that cannot be made, on a full disk for example, is begun again; the log goes on.
   */
  private Optional<CheckpointCopy.Finished> copySome(Making current, long bytesMax) {
    try {
      return current.checkpoint.copySome(repository, bytesMax);
    } catch (IOException | StoreUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "the checkpoint is begun again: " + e.getMessage());
      abandonCheckpoint();
      checkpointDue = current.checkpoint.began().plus(CHECKPOINT_RETRY);
      return Optional.empty();
    }
  }

  private void save(Base complete, Instant now, long[] ledger) {
    Manifest manifest =
        new Manifest(
            source.serverName(),
            source.shards().epoch(),
            now,
            saved,
            complete.checkpoint.began(),
            complete.checkpoint.states(),
            ledger,
            media.waiting());
    BackupTree tree =
        new BackupTree(
            manifest,
            complete.checkpoint.directory(),
            complete.log.save(repository),
            mediaFiles.save(repository));
    snapshots.add(tree.save(repository, source.serverName()));
    savedAt = now;
    for (Snapshot old : retention.outdated(snapshots, now)) {
      repository.forget(idOf(old));
      snapshots.remove(old);
    }
  }

  /** Removes photos and files that were deleted from all backups. */
  private boolean removeGone() throws IOException {
    Set<ContentHash> gone = media.takeGone();
    if (gone.isEmpty()) {
      return false;
    }
    MediaRemoval removal = new MediaRemoval(repository, gone);
    for (int i = 0; i < snapshots.size(); i++) {
      Snapshot old = snapshots.get(i);
      BackupTree tree = BackupTree.load(repository, old);
      BlobId without = removal.without(tree.media());
      if (!without.equals(tree.media())) {
        BackupTree changed =
            new BackupTree(tree.manifest(), tree.checkpoint(), tree.log(), without);
        snapshots.set(i, changed.save(repository, source.serverName()));
        repository.forget(idOf(old));
      }
    }
    mediaFiles = Timeline.load(repository, removal.without(mediaFiles.save(repository)));
    return true;
  }

  private static SnapshotId idOf(Snapshot snapshot) {
    return Objects.requireNonNull(snapshot.id());
  }

  /** For each shard, the position before which entries are saved. */
  long[] savedPositions() {
    return saved.positions();
  }

  /** Whether there is a backup that continues with each round. */
  boolean isComplete() {
    return base != null;
  }

  /** How many photos and files are not in the backup yet. */
  int mediaWaiting() {
    return media.waiting();
  }

  /**
   * When the checkpoint of the newest backup was begun, if nothing is left to do: no newer one is
   * being made, and all photos and files are in the backup.
   */
  Optional<Instant> settled() {
    return base != null && making == null && media.isSettled()
        ? Optional.of(base.checkpoint.began())
        : Optional.empty();
  }

  /** Makes the next round begin a checkpoint. */
  void wantCheckpoint() {
    checkpointDue = Instant.MIN;
  }

  private void abandonCheckpoint() {
    Making current = making;
    making = null;
    if (current != null) {
      current.checkpoint.close();
    }
  }

  @Override
  public void close() {
    abandonCheckpoint();
    media.close();
  }
}
