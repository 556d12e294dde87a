package org.bongsu.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.restic.CheckReport;
import org.bongsu.restic.PruneLimits;
import org.bongsu.restic.PruneResult;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.restic.Snapshot;

/** What the operator's command does with the backups at a place. */
public final class Backups {
  /**
   * A backup.
   *
   * @param checkpointBegan the earliest moment that can be restored from it, or a little later
   * @param time the latest
   */
  public record Backup(
      String id, String serverName, Instant checkpointBegan, Instant time, int mediaWaiting) {}

  /**
   * The result of a verification.
   *
   * @param problems in plain words; empty if all is well
   */
  public record Verified(int backups, long packs, long blobs, List<String> problems) {
    public Verified {
      problems = List.copyOf(problems);
    }
  }

  private Backups() {}

  /** All backups, oldest first. */
  public static List<Backup> list(BackupPlace place, Path cache) {
    try (Repository repository = place.open(cache)) {
      return BackupTree.snapshots(repository, BackupTree.TAG).stream()
          .map(snapshot -> describe(repository, snapshot))
          .toList();
    }
  }

  private static Backup describe(Repository repository, Snapshot snapshot) {
    Manifest manifest = BackupTree.load(repository, snapshot).manifest();
    return new Backup(
        String.valueOf(snapshot.id()),
        manifest.serverName(),
        manifest.checkpointBegan(),
        manifest.time(),
        manifest.mediaWaiting());
  }

  /**
   * Checks that everything is there and readable, and that the log of each backup has no gap.
   *
   * @param readData whether to read everything and compare hashes
   */
  public static Verified verify(BackupPlace place, Path cache, boolean readData) {
    try (Repository repository = place.open(cache)) {
      CheckReport report = repository.check(readData);
      List<String> problems = new ArrayList<>(report.problems());
      List<Snapshot> backups = BackupTree.snapshots(repository, BackupTree.TAG);
      for (Snapshot backup : backups) {
        try {
          RestorePoint.of(repository, backup).requireWholeLog(repository);
        } catch (RepositoryDamaged e) {
          problems.add("the backup of %s: %s".formatted(backup.time(), e.getMessage()));
        }
      }
      return new Verified(backups.size(), report.packs(), report.blobs(), problems);
    }
  }

  /**
   * What was deleted.
   *
   * @param bytesWritten again, because only parts of packs were unused, or packs were small
   */
  public record Pruned(int packs, long bytes, long bytesWritten) {}

  /** Others use the repository; the message says who. */
  public static final class InUse extends RuntimeException {
    InUse(String message) {
      super(message);
    }
  }

  /**
   * Deletes what no backup needs any longer. The server does this by itself, too.
   *
   * @throws InUse if others use the repository; nothing was done
   */
  public static Pruned prune(BackupPlace place, Path cache) {
    try (Repository repository = place.open(cache)) {
      return switch (repository.prune(PruneLimits.DEFAULT)) {
        case PruneResult.Pruned done ->
            new Pruned(done.packsDeleted(), done.bytesDeleted(), done.bytesWritten());
        case PruneResult.LockedByOthers(var holders) ->
            throw new InUse("others use the repository, so nothing was done: " + holders);
      };
    }
  }
}
