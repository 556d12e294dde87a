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
 * its standing among the others. A crash takes the files as they lie there at that moment, as kill
 * -9 does, or an older backup of them; after a fire it takes another site's.
 */
final class Site implements AutoCloseable {
  private static final long LEFT_WITHIN_MILLIS = 300;
  private static final long CLOCKS_APART_MILLIS = 20;
  private static final long CONDEMNED_ENDS_WITHIN_MILLIS = 200;

  /** Fast, so that a round ends within a run. */
  static final RowScan.Pace PACE = new RowScan.Pace(4, 32);

  /** Why a site is to answer nobody, as the simulator knows it. */
  enum Flaw {
    /** A shard met what its version does not know, and the site has looked since. */
    STOPPED,
    /** It was found to differ, and its data has not been made anew since. */
    CONDEMNED
  }

  /** Ends a batch in the middle, as a kill does: nothing after it runs. */
  private static final class Killed extends RuntimeException {}

  private final int number;
  private final World world;
  private final Disk disk;
  private final List<Db> dbs = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();

  /** The shards that met what this version does not know. */
  private final Set<Integer> stopped = new TreeSet<>();

  private Runnable whenEnded = () -> {};
  private SimulatedServingState standing;
  private Version version;
  private Version nextVersion;
  private long stoppedAtLook;
  private int generation;
  private long clockOffMillis;
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
    this.standing = newStanding();
  }

  private SimulatedServingState newStanding() {
    world.history().ran(number, version.level());
    return new SimulatedServingState(this, ++generation, world);
  }

  private void open() {
    List<Path> files = disk.files();
    for (int shard = 0; shard < files.size(); shard++) {
      Db db = new ShardFile(files.get(shard)).openWriter(version.level());
      if (number % 2 == 1) {
        // What no ORDER BY puts in order comes in the other order here; nothing may depend on it.
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

  /** What its clock says; sites' clocks differ, and jump. */
  long clockMillis() {
    return world.agenda().nowMillis() + CLOCKS_APART_MILLIS * number + clockOffMillis;
  }

  /** Somebody sets the clock wrong by so much, or right. */
  void setClockOff(long millis) {
    clockOffMillis = millis;
  }

  /** Whether it answers. */
  boolean serves() {
    return isUp() && (standing.serves() || world.sabotage().servesAnyway(number));
  }

  /** Whether it does now what is to be done once. */
  boolean isLeader() {
    return isUp() && (standing.isLeader() || world.sabotage().takesCharge(number));
  }

  /** Whether it acknowledges what takes something back without waiting for the others. */
  boolean forgetsRevocations() {
    return world.sabotage().forgetsRevocations(number);
  }

  /** Whether it runs: neither down nor frozen. */
  boolean isUp() {
    return up && world.network().isUp(number);
  }

  /** Whether its process is there, running or frozen. */
  boolean isStarted() {
    return up;
  }

  /** Whether each of its shards applies what the log holds. */
  boolean applies() {
    return stopped.isEmpty();
  }

  /** Whether its data was damaged and has not been made anew. */
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
    if (!stopped.isEmpty() && standing.looks() > stoppedAtLook) {
      flaws.add(Flaw.STOPPED);
    }
    if (quarantined) {
      flaws.add(Flaw.CONDEMNED);
    }
    return flaws;
  }

  SimulatedServingState standing() {
    return standing;
  }

  /** What it has applied of each shard. */
  long[] positions() {
    return machines.stream().mapToLong(StateMachine::next).toArray();
  }

  long next(int shard) {
    return machines.get(shard).next();
  }

  /** The level that holds in a shard, as far as it is applied here. */
  int level(int shard) {
    return machines.get(shard).level();
  }

  byte[] digest(int shard) {
    return machines.get(shard).digest();
  }

  /** The digests that it tells the others, to be compared. */
  private List<DigestMark> marks(int shard) {
    List<List<DigestMark>> all =
        world.sabotage().marks(number, machines.stream().map(StateMachine::marks).toList());
    return all.isEmpty() ? List.of() : all.get(shard);
  }

  Db db(int shard) {
    return dbs.get(shard);
  }

  /** What a shard has had for others until now. */
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
   * @return false where nothing is appended: the shard has stopped, or the command is of a newer
   *     level than the log, or its level is not known to all sites
   */
  boolean submit(int shard, String origin, long timeMillis, Command command, LongConsumer done) {
    if (stopped.contains(shard)) {
      return false;
    }
    int level = Version.levelOf(command);
    boolean isSwitch = command instanceof ShardCommand.ActivateLevel;
    int allowed = isSwitch ? standing.level() : level(shard);
    boolean known = version.knows(command) && level <= allowed;
    if (!known && !world.sabotage().writesAnything(number)) {
      world.history().notYet++;
      return false;
    }
    world.history().wrote(number, level, command);
    byte[] entry = EntryCodec.encode(timeMillis, origin, command);
    world.log().append(number, shard, Version.written(entry, command), done);
    return true;
  }

  /** Applies what the log holds beyond the replica, {@code countMax} entries at most. */
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
    standing.applied(shard, next(shard), marks(shard));
    applied.forEach(one -> standing.applied(one.entry().origin()));
    world.sabotage().afterBatch(number, shard, db(shard), applied);
    return applied;
  }

  private List<LogRecord> read(int shard, int countMax) {
    return world.log().read(number, shard, next(shard), countMax).stream()
        .map(version::read)
        .toList();
  }

  private void stop(int shard) {
    if (stopped.isEmpty()) {
      stoppedAtLook = standing.looks();
      world.history().stopped++;
    }
    stopped.add(shard);
  }

  /**
   * Ends the process, in one shard in the middle of a batch where there is one. What comes back are
   * the files as they lay there at that moment.
   */
  void kill(int shardAtWork, int entriesInto) {
    List<Path> left = new ArrayList<>();
    List<LogRecord> batch = read(shardAtWork, entriesInto + 1);
    try {
      machines.get(shardAtWork).apply(new EndingEarly(batch, () -> left.addAll(disk.copy())));
    } catch (Killed | UnknownCommand | UnknownLevel asPlanned) {
      // Where it was killed within the transaction, the files were copied there.
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

  /** Ends the process as an operator does: the others are told that it leaves. */
  void leave(Runnable then) {
    SimulatedServingState leaving = standing;
    Runnable once =
        () -> {
          if (up && standing == leaving) {
            goDown(disk.files(), false);
            then.run();
          }
        };
    leaving.leave(once);
    world.agenda().after(LEFT_WITHIN_MILLIS, once);
  }

  /** Is killed, and comes back with data that differs from the others' in one shard. */
  void damage(int shard) {
    kill(shard, 0);
    if (disk.damage(shard, world.chance().below(100))) {
      world.history().damagedRows++;
    }
    damaged = true;
  }

  /**
   * It has found that its data differs from the others': it ends after a moment, and its next start
   * makes the data anew, however it ended.
   */
  void quarantine() {
    if (quarantined) {
      return;
    }
    quarantined = true;
    world.history().quarantined(number, damaged);
    SimulatedServingState ending = standing;
    world
        .agenda()
        .after(
            world.chance().between(1, CONDEMNED_ENDS_WITHIN_MILLIS),
            () -> {
              if (up && standing == ending) {
                goDown(disk.files(), false);
                whenEnded.run();
              }
            });
  }

  /** Says who starts it again where it ends by itself. */
  void whenEnded(Runnable then) {
    whenEnded = then;
  }

  /** Comes back with older files: what a backup held. */
  void fallBack(List<Path> backup) {
    goDown(backup, false);
    damaged = false;
    quarantined = false;
  }

  /** Loses the disks, the broker's too. */
  void burn() {
    goDown(List.of(), true);
  }

  /** Takes the files of another site in place of its own. */
  void rebuildFrom(Site other) {
    disk.takeFrom(other.disk);
    damaged = other.damaged;
    quarantined = false;
  }

  /** Begins with empty files in place of its own, to apply the log from its beginning. */
  void replay() {
    disk.makeAnew();
    damaged = false;
    quarantined = false;
  }

  /** Copies the files while the site works, complete up to the last commit. */
  List<Path> backUp() {
    return disk.copy();
  }

  private void goDown(List<Path> left, boolean burnt) {
    up = false;
    standing.close();
    world.network().down(number);
    world.log().stop(number, burnt);
    closeFiles();
    disk.hold(left);
  }

  private void closeFiles() {
    dbs.forEach(Db::close);
    dbs.clear();
  }

  /** Is of another version from its next start on. */
  void install(Version other) {
    nextVersion = other;
  }

  /**
   * Starts again; it serves once it has joined the others. It stays down where its version does not
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
