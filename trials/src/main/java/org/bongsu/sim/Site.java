package org.bongsu.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.apply.ShardMap;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/**
 * One site: a replica of every shard, each a production state machine over its own SQLite file. A
 * crash takes the files as they lie there at that moment, as kill -9 does, or a backup of them.
 */
final class Site implements AutoCloseable {
  /** Ends a batch in the middle, as a kill does: nothing after it runs. */
  private static final class Killed extends RuntimeException {}

  private final int number;
  private final ShardMap map;
  private final SimulatedLog log;
  private final Path directory;
  private final Sabotage sabotage;
  private final List<Path> files = new ArrayList<>();
  private final List<Db> dbs = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();
  private final long[] servesFrom;
  private int generation;
  private boolean up = true;

  Site(int number, ShardMap map, SimulatedLog log, Path directory, Sabotage sabotage) {
    this.number = number;
    this.map = map;
    this.log = log;
    this.directory = directory;
    this.sabotage = sabotage;
    this.servesFrom = new long[map.count()];
    for (int shard = 0; shard < map.count(); shard++) {
      files.add(directory.resolve("site%d-shard%d.db".formatted(number, shard)));
    }
    open();
  }

  private void open() {
    for (int shard = 0; shard < map.count(); shard++) {
      Db db = new ShardFile(files.get(shard)).openWriter();
      if (number % 2 == 1) {
        // What no ORDER BY puts in order comes in the other order here; nothing may depend on it.
        db.execute("PRAGMA reverse_unordered_selects = ON");
      }
      dbs.add(db);
      machines.add(new StateMachine(shard, map, db));
    }
  }

  int number() {
    return number;
  }

  /** Whether it answers: up, and as far as the log was when it started. */
  boolean serves() {
    for (int shard = 0; shard < servesFrom.length; shard++) {
      if (!up || next(shard) < servesFrom[shard]) {
        return false;
      }
    }
    return true;
  }

  boolean isUp() {
    return up;
  }

  long next(int shard) {
    return machines.get(shard).next();
  }

  byte[] digest(int shard) {
    return machines.get(shard).digest();
  }

  Db db(int shard) {
    return dbs.get(shard);
  }

  /** Applies what the log holds beyond the replica, {@code countMax} entries at most. */
  List<StateMachine.Applied> apply(int shard, int countMax) {
    List<LogRecord> records = log.read(shard, next(shard), countMax);
    if (!up || records.isEmpty()) {
      return List.of();
    }
    List<StateMachine.Applied> applied = machines.get(shard).apply(records);
    sabotage.afterBatch(number, shard, db(shard), applied);
    return applied;
  }

  /**
   * Ends the process, in one shard in the middle of a batch where there is one. What comes back are
   * the files as they lay there at that moment.
   */
  void kill(int shardAtWork, int entriesInto) {
    List<Path> left = new ArrayList<>();
    List<LogRecord> batch = log.read(shardAtWork, next(shardAtWork), entriesInto + 1);
    try {
      machines.get(shardAtWork).apply(new EndingEarly(batch, () -> left.addAll(copyFiles())));
      left.addAll(copyFiles()); // nothing was to be applied
    } catch (Killed asPlanned) {
      // The files were copied within the transaction.
    }
    goDown(left);
  }

  /** A batch during which the process is killed: before its last entry is applied. */
  private static final class EndingEarly extends AbstractList<LogRecord> {
    private final List<LogRecord> records;
    private final Runnable atTheEnd;

    EndingEarly(List<LogRecord> records, Runnable atTheEnd) {
      this.records = records;
      this.atTheEnd = atTheEnd;
    }

    @Override
    public LogRecord get(int index) {
      if (index == size() - 1) {
        atTheEnd.run();
        throw new Killed();
      }
      return records.get(index);
    }

    @Override
    public int size() {
      return records.size();
    }
  }

  /** Loses the disk: what comes back are the files of a backup made before. */
  void burn(List<Path> backup) {
    goDown(backup);
  }

  /** Copies the files while the site works, complete up to the last commit. */
  List<Path> backUp() {
    return copyFiles();
  }

  private List<Path> copyFiles() {
    generation++;
    List<Path> copies = new ArrayList<>();
    for (Path file : files) {
      Path copy = directory.resolve("%s-%d.db".formatted(nameWithoutGeneration(file), generation));
      copy(file, copy);
      copy(wal(file), wal(copy));
      copies.add(copy);
    }
    return copies;
  }

  private static String nameWithoutGeneration(Path file) {
    String name = file.getFileName().toString().replace(".db", "");
    int shard = name.indexOf("shard");
    int dash = name.indexOf('-', shard);
    return dash < 0 ? name : name.substring(0, dash);
  }

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static void copy(Path from, Path to) {
    try {
      if (Files.exists(from)) {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void goDown(List<Path> left) {
    up = false;
    dbs.forEach(Db::close);
    dbs.clear();
    files.clear();
    files.addAll(left);
  }

  /** Starts again; it serves once it has what the log holds now. */
  void start() {
    machines.clear();
    open();
    for (int shard = 0; shard < servesFrom.length; shard++) {
      servesFrom[shard] = log.end(shard);
    }
    up = true;
  }

  @Override
  public void close() {
    if (up) {
      dbs.forEach(Db::close);
    }
    up = false;
  }
}
