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
 * One site: a replica of every shard, each a production state machine over its own SQLite file, and
 * its standing among the others. A crash takes the files as they lie there at that moment, as kill
 * -9 does, or an older backup of them; after a fire it takes another site's.
 */
final class Site implements AutoCloseable {
  /** Ends a batch in the middle, as a kill does: nothing after it runs. */
  private static final class Killed extends RuntimeException {}

  private final int number;
  private final ShardMap map;
  private final SimulatedLog log;
  private final SimulatedNetwork network;
  private final Agenda agenda;
  private final Chance chance;
  private final Path directory;
  private final Sabotage sabotage;
  private final List<Path> files = new ArrayList<>();
  private final List<Db> dbs = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();
  private Standing standing;
  private int generation;
  private boolean up = true;

  Site(
      int number,
      ShardMap map,
      SimulatedLog log,
      SimulatedNetwork network,
      Agenda agenda,
      Chance chance,
      Path directory,
      Sabotage sabotage) {
    this.number = number;
    this.map = map;
    this.log = log;
    this.network = network;
    this.agenda = agenda;
    this.chance = chance;
    this.directory = directory;
    this.sabotage = sabotage;
    for (int shard = 0; shard < map.count(); shard++) {
      files.add(directory.resolve("site%d-shard%d.db".formatted(number, shard)));
    }
    open();
    this.standing = newStanding();
  }

  private Standing newStanding() {
    return new Standing(this, ++generation, map.count(), log, network, agenda, chance);
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

  /** Whether it answers. */
  boolean serves() {
    return isUp() && (standing.serves() || sabotage.servesAnyway(number));
  }

  /** Whether it runs: neither down nor frozen. */
  boolean isUp() {
    return up && network.isUp(number);
  }

  /** Whether its process is there, running or frozen. */
  boolean isStarted() {
    return up;
  }

  Standing standing() {
    return standing;
  }

  /** What it has applied of each shard. */
  long[] positions() {
    long[] positions = new long[map.count()];
    for (int shard = 0; shard < positions.length; shard++) {
      positions[shard] = next(shard);
    }
    return positions;
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
    List<LogRecord> records = log.read(number, shard, next(shard), countMax);
    if (!isUp() || records.isEmpty()) {
      return List.of();
    }
    List<StateMachine.Applied> applied = machines.get(shard).apply(records);
    applied.forEach(one -> standing.applied(one.entry().origin()));
    sabotage.afterBatch(number, shard, db(shard), applied);
    return applied;
  }

  /**
   * Ends the process, in one shard in the middle of a batch where there is one. What comes back are
   * the files as they lay there at that moment.
   */
  void kill(int shardAtWork, int entriesInto) {
    List<Path> left = new ArrayList<>();
    List<LogRecord> batch = log.read(number, shardAtWork, next(shardAtWork), entriesInto + 1);
    try {
      machines.get(shardAtWork).apply(new EndingEarly(batch, () -> left.addAll(copyFiles())));
      left.addAll(copyFiles()); // nothing was to be applied
    } catch (Killed asPlanned) {
      // The files were copied within the transaction.
    }
    goDown(left, false);
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

  /** Comes back with older files: what a backup held. */
  void fallBack(List<Path> backup) {
    goDown(backup, false);
  }

  /** Loses the disks, the broker's too. */
  void burn() {
    goDown(List.of(), true);
  }

  /** Takes the files of another site in place of those that burnt. */
  void rebuildFrom(Site other) {
    for (Path copy : other.backUp()) {
      Path own = directory.resolve("rebuilt%d-%s".formatted(number, copy.getFileName()));
      copy(copy, own);
      copy(wal(copy), wal(own));
      files.add(own);
    }
  }

  boolean isBurnt() {
    return files.isEmpty();
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

  private void goDown(List<Path> left, boolean burnt) {
    up = false;
    standing.close();
    network.down(number);
    log.stop(number, burnt);
    dbs.forEach(Db::close);
    dbs.clear();
    files.clear();
    files.addAll(left);
  }

  /** Starts again; it serves once it has joined the others. */
  void start() {
    machines.clear();
    open();
    up = true;
    network.up(number);
    log.restart(number);
    standing = newStanding();
  }

  @Override
  public void close() {
    if (up) {
      dbs.forEach(Db::close);
    }
    up = false;
  }
}
