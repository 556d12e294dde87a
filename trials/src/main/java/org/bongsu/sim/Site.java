package org.bongsu.sim;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.bongsu.apply.Delivery;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UnknownCommand;
import org.bongsu.command.UnknownLevel;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.RowScan;
import org.bongsu.store.ShardFile;
import org.bongsu.store.StoreTooNew;

/**
 * One site: a replica of every shard, each a production state machine over its own SQLite file, and
 * a {@link SimulatedServingState}. After a crash it continues with its files as they were at that
 * moment, as after kill -9, or with an older backup; after a fire, with copies of another site's
 * files.
 */
final class Site implements AutoCloseable {
  private static final long LEFT_WITHIN_MILLIS = 300;
  private static final long CLOCKS_APART_MILLIS = 20;
  private static final long QUARANTINED_ENDS_WITHIN_MILLIS = 200;

  /** Fast, so that a round ends within a run. */
  static final RowScan.Pace PACE = new RowScan.Pace(4, 32);

  /** Why a site must not answer, as the simulator knows. */
  enum Flaw {
    /** A shard met something unknown to its version, and the site has ticked since. */
    STOPPED,
    /** It is quarantined and has not been rebuilt. */
    QUARANTINED
  }

  /** Aborts a batch, as a kill does: nothing after it runs. */
  private static final class Killed extends RuntimeException {}

  private final int number;
  private final World world;
  private final Disk disk;
  private final List<Db> dbs = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();

  /** Shards that met something unknown to this version. */
  private final Set<Integer> stopped = new TreeSet<>();

  private Runnable whenEnded = () -> {};
  private SimulatedServingState servingState;
  private Version version;
  private Version nextVersion;
  private long stoppedAtLook;
  private int generation;
  private long clockOffsetMillis;
  private boolean up = true;
  private boolean damaged;
  private boolean quarantined;

  Site(int number, Version version, World world) {
    this.number = number;
    this.world = world;
    this.version = version;
    this.nextVersion = version;
    this.disk = new Disk(number, world.map().count(), world.directory());
    open();
    this.servingState = newServingState();
  }

  private SimulatedServingState newServingState() {
    world.history().ran(number, version.level());
    return new SimulatedServingState(this, ++generation, world);
  }

  private void open() {
    List<Path> files = disk.files();
    for (int shard = 0; shard < files.size(); shard++) {
      Db db = new ShardFile(files.get(shard)).openWriter(version.level());
      if (number % 2 == 1) {
        // Rows without ORDER BY come in reverse order here; nothing may depend on their order.
        db.execute("PRAGMA reverse_unordered_selects = ON");
      }
      dbs.add(db);
      machines.add(new StateMachine(shard, world.map(), db, version.level(), PACE));
    }
  }

  int number() {
    return number;
  }

  Version version() {
    return version;
  }

  /** The site's clock; sites' clocks differ and jump. */
  long clockMillis() {
    return world.scheduler().nowMillis() + CLOCKS_APART_MILLIS * number + clockOffsetMillis;
  }

  /** Sets the clock wrong by this much; 0 sets it right. */
  void setClockOffset(long millis) {
    clockOffsetMillis = millis;
  }

  /** Whether it answers. */
  boolean serves() {
    return isUp() && (servingState.serves() || world.bugs().servesAnyway(number));
  }

  /** Whether it is the leader now. */
  boolean isLeader() {
    return isUp() && (servingState.isLeader() || world.bugs().leadsAnyway(number));
  }

  /** Whether it acknowledges revocations without waiting for the others. */
  boolean skipsRevocationWait() {
    return world.bugs().skipsRevocationWait(number);
  }

  /** Whether it runs: neither down nor frozen. */
  boolean isUp() {
    return up && world.network().isUp(number);
  }

  /** Whether its process exists, running or frozen. */
  boolean isStarted() {
    return up;
  }

  /** Whether each of its shards applies what the log holds. */
  boolean applies() {
    return stopped.isEmpty();
  }

  /** Whether its data was damaged and has not been rebuilt. */
  boolean isDamaged() {
    return damaged;
  }

  /** Whether others may copy its data, as far as it knows. */
  boolean isSound() {
    return !quarantined;
  }

  /** Whether it has to get its data from elsewhere before it can start. */
  boolean lacksData() {
    return disk.isEmpty() || quarantined;
  }

  Set<Flaw> flaws() {
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    if (!stopped.isEmpty() && servingState.looks() > stoppedAtLook) {
      flaws.add(Flaw.STOPPED);
    }
    if (quarantined) {
      flaws.add(Flaw.QUARANTINED);
    }
    return flaws;
  }

  SimulatedServingState servingState() {
    return servingState;
  }

  /** The position of each shard. */
  long[] positions() {
    return machines.stream().mapToLong(StateMachine::next).toArray();
  }

  long next(int shard) {
    return machines.get(shard).next();
  }

  /** The level of a shard at its position here. */
  int level(int shard) {
    return machines.get(shard).level();
  }

  byte[] digest(int shard) {
    return machines.get(shard).digest();
  }

  /** The digests that it publishes for comparison. */
  private List<DigestMark> marks(int shard) {
    List<List<DigestMark>> all =
        world.bugs().marks(number, machines.stream().map(StateMachine::marks).toList());
    return all.isEmpty() ? List.of() : all.get(shard);
  }

  Db db(int shard) {
    return dbs.get(shard);
  }

  /** The last delivery from a shard to each other shard. */
  List<Delivery> sent(int shard) {
    return db(shard)
        .list(
            "SELECT target, sequence FROM outbox_end ORDER BY target",
            row -> new Delivery(row.getInt(1), row.getLong(2)));
  }

  /** Whether a delivery has been applied here. */
  boolean hasReceived(int source, Delivery delivery) {
    return db(delivery.target())
            .number("SELECT sequence FROM inbox WHERE source = ?", source)
            .orElse(0)
        >= delivery.sequence();
  }

  /**
   * Appends a command, as the server's shards do.
   *
   * @param done gets the offset, or {@link SimulatedLog#UNDECIDED}
   * @return false if nothing is appended: the shard has stopped, or the command has a newer level
   *     than the log or one that not all sites know
   */
  boolean submit(int shard, String origin, long timeMillis, Command command, LongConsumer done) {
    if (stopped.contains(shard)) {
      return false;
    }
    int level = Version.levelOf(command);
    boolean isSwitch = command instanceof ShardCommand.ActivateLevel;
    int allowed = isSwitch ? servingState.level() : level(shard);
    boolean known = version.knows(command) && level <= allowed;
    if (!known && !world.bugs().appendsTooEarly(number)) {
      world.history().notYet++;
      return false;
    }
    world.history().wrote(number, level, command);
    byte[] entry = EntryCodec.encode(timeMillis, origin, command);
    world.log().append(number, shard, Version.written(entry, command), done);
    return true;
  }

  /** Applies the next entries of the log, at most {@code countMax}. */
  List<StateMachine.Applied> apply(int shard, int countMax) {
    List<LogRecord> records = read(shard, countMax);
    if (!isUp() || records.isEmpty() || stopped.contains(shard)) {
      return List.of();
    }
    List<StateMachine.Applied> applied;
    try {
      applied = machines.get(shard).apply(records);
    } catch (UnknownCommand | UnknownLevel e) {
      stop(shard);
      return List.of();
    }
    servingState.applied(shard, next(shard), marks(shard));
    applied.forEach(one -> servingState.applied(one.entry().origin()));
    world.bugs().afterBatch(number, shard, db(shard), applied);
    return applied;
  }

  private List<LogRecord> read(int shard, int countMax) {
    return world.log().read(number, shard, next(shard), countMax).stream()
        .map(version::read)
        .toList();
  }

  private void stop(int shard) {
    if (stopped.isEmpty()) {
      stoppedAtLook = servingState.looks();
      world.history().stopped++;
    }
    stopped.add(shard);
  }

  /**
   * Kills the process, in one shard in the middle of a batch if there is one. It continues with its
   * files as they were at that moment.
   */
  void kill(int shardAtWork, int entriesInto) {
    List<Path> left = new ArrayList<>();
    List<LogRecord> batch = read(shardAtWork, entriesInto + 1);
    try {
      machines.get(shardAtWork).apply(new EndingEarly(batch, () -> left.addAll(disk.copy())));
    } catch (Killed | UnknownCommand | UnknownLevel asPlanned) {
      // If it was killed within the transaction, the files were copied at that point.
    }
    goDown(left.isEmpty() ? disk.copy() : left, false);
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

  /** Stops the process as an operator does: the others learn that it leaves. */
  void leave(Runnable then) {
    SimulatedServingState leaving = servingState;
    Runnable once =
        () -> {
          if (up && servingState == leaving) {
            goDown(disk.files(), false);
            then.run();
          }
        };
    leaving.leave(once);
    world.scheduler().after(LEFT_WITHIN_MILLIS, once);
  }

  /** Kills it and damages the data of one shard. */
  void damage(int shard) {
    kill(shard, 0);
    if (disk.damage(shard, world.random().below(100))) {
      world.history().damagedRows++;
    }
    damaged = true;
  }

  /**
   * Its data differs from the others': it ends after a moment, and its next start rebuilds it,
   * however it ended.
   */
  void quarantine() {
    if (quarantined) {
      return;
    }
    quarantined = true;
    world.history().quarantined(number, damaged);
    SimulatedServingState ending = servingState;
    world
        .scheduler()
        .after(
            world.random().between(1, QUARANTINED_ENDS_WITHIN_MILLIS),
            () -> {
              if (up && servingState == ending) {
                goDown(disk.files(), false);
                whenEnded.run();
              }
            });
  }

  /** Sets what is called when it ends by itself. */
  void whenEnded(Runnable then) {
    whenEnded = then;
  }

  /** Kills it; it continues with the files of a backup. */
  void restoreBackup(List<Path> backup) {
    goDown(backup, false);
    damaged = false;
    quarantined = false;
  }

  /** Destroys its disks, including the broker's. */
  void burn() {
    goDown(List.of(), true);
  }

  /** Replaces its files with copies of those of another site. */
  void rebuildFrom(Site other) {
    disk.takeFrom(other.disk);
    damaged = other.damaged;
    quarantined = false;
  }

  /** Replaces its files with empty ones, to apply the log from its start. */
  void replay() {
    disk.format();
    damaged = false;
    quarantined = false;
  }

  /** Copies the files while the site runs, complete up to the last commit. */
  List<Path> backUp() {
    return disk.copy();
  }

  private void goDown(List<Path> left, boolean burnt) {
    up = false;
    servingState.close();
    world.network().down(number);
    world.log().stop(number, burnt);
    closeFiles();
    disk.hold(left);
  }

  private void closeFiles() {
    dbs.forEach(Db::close);
    dbs.clear();
  }

  /** Uses another version from its next start on. */
  void install(Version other) {
    nextVersion = other;
  }

  /**
   * Starts it again; it serves once it has joined the others. It stays down if its version does not
   * know the level of its files.
   */
  void start() {
    machines.clear();
    stopped.clear();
    version = nextVersion;
    try {
      open();
    } catch (StoreTooNew refused) {
      world.history().refusedFiles++;
      closeFiles();
      return;
    }
    up = true;
    world.network().up(number);
    world.log().restart(number);
    servingState = newServingState();
  }

  @Override
  public void close() {
    if (up) {
      dbs.forEach(Db::close);
    }
    up = false;
  }
}
