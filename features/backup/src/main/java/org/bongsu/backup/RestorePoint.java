package org.bongsu.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.restic.Snapshot;

/**
 * What to restore: a backup, the rounds of its log up to the wanted moment, and the cut at which
 * they end.
 *
 * @param time of the state that the cut is
 */
record RestorePoint(Snapshot snapshot, BackupTree tree, List<Node> rounds, Cut cut, Instant time) {
  /** There is no backup, or none reaches back so far. */
  static final class NotFound extends RuntimeException {
    NotFound(String message) {
      super(message);
    }
  }

  RestorePoint {
    rounds = List.copyOf(rounds);
  }

  /**
   * Finds the newest state, or the last one that is not later than a moment.
   *
   * @throws NotFound if there is none
   */
  static RestorePoint find(Repository repository, Optional<Instant> until) {
    List<Snapshot> snapshots = BackupTree.snapshots(repository, BackupTree.TAG);
    if (snapshots.isEmpty()) {
      throw new NotFound("there is no backup of Bongsu in this repository");
    }
    for (Snapshot snapshot : snapshots.reversed()) {
      BackupTree tree = BackupTree.load(repository, snapshot);
      Optional<RestorePoint> found =
          until.isEmpty() || !tree.manifest().time().isAfter(until.get())
              ? Optional.of(newest(repository, snapshot, tree))
              : within(repository, snapshot, tree, until.get());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new NotFound(
        "the oldest backup is of %s: there is none of %s"
            .formatted(snapshots.getFirst().time(), until.orElseThrow()));
  }

  /** The newest state in a backup. */
  static RestorePoint of(Repository repository, Snapshot snapshot) {
    return newest(repository, snapshot, BackupTree.load(repository, snapshot));
  }

  /**
   * Checks that the log reaches from the checkpoint to the cut.
   *
   * @throws RepositoryDamaged if entries are missing
   */
  void requireWholeLog(Repository repository) {
    long[] next = tree.manifest().checkpoint().positions();
    for (Node round : rounds) {
      for (RoundFile.Line line : load(repository, round).lines()) {
        int shard = Objects.checkIndex(line.shard(), next.length);
        if (line.record().position() > next[shard]) {
          throw new RepositoryDamaged(
              "entries of shard %d are missing before %s".formatted(shard, round.name()));
        }
        next[shard] = Math.max(next[shard], line.record().position() + 1);
      }
    }
    if (!Arrays.equals(next, cut.positions())) {
      throw new RepositoryDamaged("the log does not end where the backup says");
    }
  }

  private static RestorePoint newest(Repository repository, Snapshot snapshot, BackupTree tree) {
    Manifest manifest = tree.manifest();
    return new RestorePoint(
        snapshot, tree, rounds(repository, tree), manifest.cut(), manifest.time());
  }

  /** The last round not later than a moment, if the checkpoint is older than that. */
  private static Optional<RestorePoint> within(
      Repository repository, Snapshot snapshot, BackupTree tree, Instant until) {
    if (tree.manifest().checkpointBegan().isAfter(until)) {
      return Optional.empty();
    }
    List<Node> rounds =
        rounds(repository, tree).stream()
            .filter(round -> !round.modified().isAfter(until))
            .toList();
    if (rounds.isEmpty()) {
      return Optional.empty();
    }
    RoundFile last = load(repository, rounds.getLast());
    boolean isBehind = last.cut().isBehind(tree.manifest().checkpoint().positions());
    return isBehind
        ? Optional.empty()
        : Optional.of(
            new RestorePoint(
                snapshot, tree, rounds, last.cut(), Instant.ofEpochMilli(last.timeMillis())));
  }

  private static List<Node> rounds(Repository repository, BackupTree tree) {
    List<Node> all = new ArrayList<>();
    Timeline.visit(repository, tree.log(), all::add);
    all.sort(Comparator.comparing(Node::name)); // the order of the rounds, see RoundFile.save
    return all;
  }

  static RoundFile load(Repository repository, Node round) {
    return RoundFile.parse(round.name(), BackupTree.content(repository, round));
  }
}
