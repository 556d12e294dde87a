package org.bongsu.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bongsu.apply.ShardMap;
import org.bongsu.json.Json;
import org.bongsu.log.DurableFile;
import org.bongsu.media.MediaStore;
import org.bongsu.node.DataDirectory;
import org.bongsu.node.Directories;
import org.bongsu.node.SecureRandomSource;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.restic.Snapshot;
import org.bongsu.restic.Tree;
import org.bongsu.shard.Shards;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new single machine's data directory from a backup alone: the shards of a checkpoint, the
 * log applied to them up to a cut, photos and files, and then what makes the restored state show
 * less than before, never more ({@link RestoredState}). Several sites are made from it with {@code
 * bongsu grow}.
 *
 * <p>The directory appears under its name when it is complete. If the restore is interrupted, it is
 * begun again.
 */
public final class Restore {
  /**
   * What to restore.
   *
   * @param ledger the place of the ledger; equal to the backup's if there is no other
   * @param to a directory that does not exist or is empty
   * @param until the moment to restore; empty for the newest
   * @param withoutLedger whether to go on without a complete ledger, and hide what may have been
   *     revoked
   */
  public record Request(
      BackupPlace backup,
      BackupPlace ledger,
      Path to,
      Optional<Instant> until,
      boolean withoutLedger) {}

  /** A completed step. */
  public sealed interface Step {
    /** The state to restore has been found. */
    record Found(String serverName, Instant time) implements Step {}

    /** The shards of the checkpoint are there. */
    record ShardsRestored(int shards, long bytes) implements Step {}

    /** The log is applied, and the digests are those of the deployment that was backed up. */
    record LogApplied(long entries) implements Step {}

    /** Photos and files are there. */
    record MediaRestored(long files, long bytes) implements Step {}
  }

  /** The target cannot be used. */
  public static final class TargetInUse extends RuntimeException {
    TargetInUse(String message) {
      super(message);
    }
  }

  private static final int EPOCH_LETTERS = 8;

  private final Request request;
  private final Path making;
  private final Consumer<Step> progress;

  private Restore(Request request, Path making, Consumer<Step> progress) {
    this.request = request;
    this.making = making;
    this.progress = progress;
  }

  /**
   * Restores.
   *
   * @throws TargetInUse if the directory has files
   * @throws RestorePoint.NotFound if there is no backup of that moment
   * @throws LedgerIncomplete if revocations may be missing
   * @throws RepositoryDamaged if the backup is damaged; no directory is made
   */
  public static RestoreReport run(Request request, Consumer<Step> progress) throws IOException {
    Path to = request.to.toAbsolutePath().normalize();
    requireUnused(to);
    Path making = to.resolveSibling(to.getFileName() + ".restoring");
    Directories.deleteIfExists(making); // left by an earlier attempt
    Path cache = making.resolve("cache");
    Files.createDirectories(cache);
    try {
      RestoreReport report = new Restore(request, making, progress).restore(cache);
      Directories.deleteIfExists(cache);
      DurableFile.replace(making.resolve(RestoreReport.FILE), Json.bytes(report.toJson()));
      Directories.force(making);
      Files.deleteIfExists(to); // empty
      Files.move(making, to, StandardCopyOption.ATOMIC_MOVE);
      DurableFile.forceNames(to.resolveSibling("."));
      return report;
    } catch (IOException | RuntimeException e) {
      Directories.deleteIfExists(making);
      throw e;
    }
  }

  private static void requireUnused(Path to) throws IOException {
    if (!Files.exists(to)) {
      return;
    }
    boolean isEmpty;
    try (Stream<Path> files = Files.isDirectory(to) ? Files.list(to) : Stream.of(to)) {
      isEmpty = files.findAny().isEmpty();
    }
    if (!isEmpty) {
      throw new TargetInUse(to + " is in use: name a new directory");
    }
  }

  private RestoreReport restore(Path cache) throws IOException {
    try (Repository repository = request.backup.open(cache);
        @Nullable Repository other = otherLedger(cache)) {
      RestorePoint point = RestorePoint.find(repository, request.until);
      Manifest manifest = point.tree().manifest();
      LedgerPart ledger =
          LedgerPart.read(other == null ? repository : other, newestManifests(repository), point);
      if (!ledger.isComplete() && !request.withoutLedger) {
        throw new LedgerIncomplete(ledger.whatIsMissing());
      }
      progress.accept(new Step.Found(manifest.serverName(), point.time()));
      restoreShards(repository, point);
      long entries = new LogReplay(repository, point, making).run();
      progress.accept(new Step.LogApplied(entries));
      MediaStore media = MediaStore.open(making.resolve("media"));
      Step.MediaRestored restored = restoreMedia(repository, point, media);
      progress.accept(restored);
      return finish(point, media, restored, ledger, entries);
    }
  }

  private @Nullable Repository otherLedger(Path cache) {
    return request.ledger.location().equals(request.backup.location())
        ? null
        : request.ledger.open(cache);
  }

  /** Of each epoch the manifest of its newest backup. */
  private static Collection<Manifest> newestManifests(Repository repository) {
    Map<String, Manifest> newest = new TreeMap<>();
    for (Snapshot snapshot : BackupTree.snapshots(repository, BackupTree.TAG)) {
      Manifest manifest = BackupTree.load(repository, snapshot).manifest();
      newest.put(manifest.epoch(), manifest);
    }
    return newest.values();
  }

  private void restoreShards(Repository repository, RestorePoint point) throws IOException {
    Manifest manifest = point.tree().manifest();
    Tree files = repository.loadTree(point.tree().checkpoint());
    long bytes = 0;
    Files.createDirectories(making.resolve("shards"));
    for (int shard = 0; shard < manifest.checkpoint().shards().size(); shard++) {
      Path file = Shards.file(making, shard);
      Node node = BackupTree.entry(files, String.valueOf(file.getFileName()));
      try (OutputStream out = Files.newOutputStream(file)) {
        repository.copyTo(node, out);
      }
      bytes += node.sizeBytes();
      ShardFile.Copied restored = new ShardFile(file).identity();
      Cut.OfShard state = manifest.checkpoint().shards().get(shard);
      if (restored.position() != state.position() || !restored.digest().equals(state.digest())) {
        throw new RepositoryDamaged(
            "shard " + shard + " in the backup has another state than noted");
      }
    }
    progress.accept(new Step.ShardsRestored(manifest.checkpoint().shards().size(), bytes));
  }

  private static Step.MediaRestored restoreMedia(
      Repository repository, RestorePoint point, MediaStore media) {
    MediaRestore restore = new MediaRestore(repository, media);
    Timeline.visit(repository, point.tree().media(), restore::restore);
    return new Step.MediaRestored(restore.files(), restore.bytes());
  }

  private RestoreReport finish(
      RestorePoint point,
      MediaStore media,
      Step.MediaRestored restored,
      LedgerPart ledger,
      long entries)
      throws IOException {
    Manifest manifest = point.tree().manifest();
    int count = manifest.cut().shards().size();
    String epoch = new SecureRandomSource().letters(EPOCH_LETTERS);
    DataDirectory.markRestored(making, manifest.serverName(), count);
    RestoredState.Made made;
    try (Shards shards = Shards.openLocal(making, new ShardMap(count), Clock.systemUTC())) {
      shards.begin(epoch);
      made = RestoredState.make(shards, media, ledger);
    }
    return new RestoreReport(
        manifest.serverName(),
        point.time(),
        epoch,
        entries,
        restored.files(),
        restored.bytes(),
        made.mediaMissing(),
        made.mediaMissingNames(),
        made.reapplied(),
        made.reappliedInVain(),
        !ledger.isComplete(),
        made.sessionsEnded());
  }
}
