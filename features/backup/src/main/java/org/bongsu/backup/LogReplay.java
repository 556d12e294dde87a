package org.bongsu.backup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bongsu.apply.ShardMap;
import org.bongsu.log.LogRecord;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.shard.Shards;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/**
 * Applies the log of a backup to the restored shards, up to the cut, and compares the digests
 * there: equal digests mean the same rows as in the deployment that was backed up.
 */
final class LogReplay {
  private static final int BATCH_MAX = 512;

  /** So that a shard's WAL stays small. */
  private static final int ROUNDS_PER_CHECKPOINT = 64;

  private final Repository repository;
  private final RestorePoint point;
  private final Path data;

  /**
   * Prepares it.
   *
   * @param data the directory with the restored shards
   */
  LogReplay(Repository repository, RestorePoint point, Path data) {
    this.repository = repository;
    this.point = point;
    this.data = data;
  }

  /**
   * Applies it.
   *
   * @return how many entries were applied
   * @throws RepositoryDamaged if entries are missing, or a digest differs
   */
  long run() {
    int count = point.cut().shards().size();
    List<Db> stores = new ArrayList<>();
    try {
      List<StateMachine> machines = new ArrayList<>();
      for (int shard = 0; shard < count; shard++) {
        Db db = new ShardFile(Shards.file(data, shard)).openWriter();
        stores.add(db);
        machines.add(new StateMachine(shard, new ShardMap(count), db));
      }
      long applied = apply(machines, stores);
      compare(machines);
      return applied;
    } finally {
      stores.forEach(Db::close);
    }
  }

  private long apply(List<StateMachine> machines, List<Db> stores) {
    long applied = 0;
    int rounds = 0;
    for (Node round : point.rounds()) {
      List<List<LogRecord>> records = new ArrayList<>();
      machines.forEach(machine -> records.add(new ArrayList<>()));
      for (RoundFile.Line line : RestorePoint.load(repository, round).lines()) {
        StateMachine machine = machines.get(Objects.checkIndex(line.shard(), machines.size()));
        long position = line.record().position();
        boolean isDue =
            position >= machine.next() + records.get(line.shard()).size()
                && position < point.cut().shards().get(line.shard()).position();
        if (isDue) {
          records.get(line.shard()).add(line.record());
        }
      }
      for (int shard = 0; shard < machines.size(); shard++) {
        applied += apply(machines.get(shard), records.get(shard), round);
      }
      if (++rounds % ROUNDS_PER_CHECKPOINT == 0) {
        stores.forEach(store -> store.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1)));
      }
    }
    return applied;
  }

  private static int apply(StateMachine machine, List<LogRecord> records, Node round) {
    for (int from = 0; from < records.size(); from += BATCH_MAX) {
      List<LogRecord> batch = records.subList(from, Math.min(from + BATCH_MAX, records.size()));
      if (batch.getFirst().position() != machine.next()) {
        throw new RepositoryDamaged(
            "entries of shard %d are missing before %s".formatted(machine.shard(), round.name()));
      }
      machine.apply(batch);
    }
    return records.size();
  }

  private void compare(List<StateMachine> machines) {
    for (StateMachine machine : machines) {
      Cut.OfShard wanted = point.cut().shards().get(machine.shard());
      String digest = java.util.HexFormat.of().formatHex(machine.digest());
      if (machine.next() != wanted.position()) {
        throw new RepositoryDamaged(
            "the log of shard %d ends at %d instead of %d"
                .formatted(machine.shard(), machine.next(), wanted.position()));
      }
      if (!digest.equals(wanted.digest())) {
        throw new RepositoryDamaged(
            "shard %d does not get the digest that it had at %d"
                .formatted(machine.shard(), wanted.position()));
      }
    }
  }
}
