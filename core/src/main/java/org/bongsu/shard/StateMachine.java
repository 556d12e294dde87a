package org.bongsu.shard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.apply.Change;
import org.bongsu.apply.Delivery;
import org.bongsu.apply.InvariantBroken;
import org.bongsu.apply.ShardMap;
import org.bongsu.apply.Tx;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.Entry;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.TimerCommand;
import org.bongsu.command.UnknownCommand;
import org.bongsu.command.UnknownLevel;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.store.ActiveEpoch;
import org.bongsu.store.ActiveLevel;
import org.bongsu.store.Db;
import org.bongsu.store.Positions;
import org.bongsu.store.RowDigest;
import org.bongsu.store.RowScan;
import org.bongsu.store.StoreDamaged;
import org.bongsu.store.StoreDefect;
import org.bongsu.store.StoreUnavailable;
import org.bongsu.timer.Timers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One replica of one shard: applies the log to a store in batches, each in one transaction that
 * also stores the position and the running digest. It has no thread of its own; the server's {@link
 * Shard} and the simulator both drive it.
 */
public final class StateMachine {
  private static final System.Logger LOG = System.getLogger(StateMachine.class.getName());

  /** Minimum time for which an idempotency key is remembered. */
  private static final long DONE_KEPT_MILLIS = 3L * 24 * 60 * 60 * 1000;

  /**
   * Old keys are dropped at every 16th position, at most 64 keys, so that the cost is amortised.
   */
  private static final int DONE_DROPPED_EVERY = 16;

  private static final int DONE_DROPPED_MAX = 64;

  private record Marks(@Nullable DigestMark fine, @Nullable DigestMark coarse) {
    Marks after(long next, byte[] digest) {
      if (next % DigestMark.FINE != 0) {
        return this;
      }
      DigestMark mark = new DigestMark(next, HexFormat.of().formatHex(digest, 0, 8));
      return new Marks(mark, next % DigestMark.COARSE == 0 ? mark : coarse);
    }
  }

  /**
   * From this level on the digest covers rows: those that entries write, and those that the scan
   * reads.
   */
  private static final int DIGESTS_ROWS_SINCE = 2;

  private static final byte[] NOTHING = {};

  /** The result of applying one entry. */
  public record Applied(
      Entry entry, Outcome outcome, List<Change> changes, List<Delivery> deliveries) {}

  private final int shard;
  private final ShardMap shards;
  private final Db db;
  private final int newest;

  private final RowScan scan;

  private final RevocationRecords revocations;

  /** Digest of the writes of the entry that is being applied. */
  private final RowDigest written = new RowDigest();

  /** Reset by each call of digest(). */
  private final MessageDigest sha256 = newSha256();

  private Subjects subjects;
  private long next;
  private byte[] digest;
  private int level;
  private String epoch;
  private Marks marks = new Marks(null, null);

  public StateMachine(int shard, ShardMap shards, Db db) {
    this(shard, shards, db, CommandLevels.NEWEST, RowScan.Pace.DEFAULT);
  }

  /**
   * As a program that knows levels up to {@code newest}.
   *
   * @param pace of the row scan; the same in all replicas
   */
  public StateMachine(int shard, ShardMap shards, Db db, int newest, RowScan.Pace pace) {
    this.shard = shard;
    this.shards = shards;
    this.db = db;
    this.newest = newest;
    this.subjects = new Subjects(db);
    this.next = Positions.applied(db);
    this.digest = storedDigest();
    this.level = ActiveLevel.of(db);
    this.epoch = ActiveEpoch.of(db);
    this.scan = new RowScan(db, pace);
    this.revocations = new RevocationRecords(db);
    db.digestWrites(written);
  }

  public int shard() {
    return shard;
  }

  /** The position of the next entry to apply. */
  public long next() {
    return next;
  }

  /** The level for the next entry; see {@link CommandLevels}. */
  public int level() {
    return level;
  }

  /** The epoch that began on this shard; empty if none did. See {@link ActiveEpoch}. */
  public String epoch() {
    return epoch;
  }

  /**
   * SHA-256 over all entries so far, their outcomes and, since level 2, the rows that they wrote
   * and those that the scan has read. Equal in every replica.
   */
  public byte[] digest() {
    return digest.clone();
  }

  /** The latest fine and coarse marks; empty until the first mark after a start. */
  public List<DigestMark> marks() {
    return Stream.of(marks.fine, marks.coarse).filter(Objects::nonNull).distinct().toList();
  }

  /**
   * Applies the next records of the log: all of them or, if it throws, none.
   *
   * <p>An entry that triggers a defect of the program is put aside: it is refused as {@link
   * Refusal#INTERNAL} and changes nothing, in every replica and every replay. A fix therefore takes
   * effect at a new level ({@link Tx#level}); below that level the entry must fail as before.
   *
   * @throws StoreUnavailable if the store cannot be written now; the caller retries
   * @throws StoreDamaged if the store's file is corrupt; the replica must stop
   * @throws UnknownCommand if a newer program wrote a record; the replica must stop
   * @throws UnknownLevel if the log activates a level of a newer program; the replica must stop
   * @throws InvariantBroken if the replica must stop for another reason
   */
  public List<Applied> apply(List<LogRecord> records) {
    Set<Long> defective = new HashSet<>();
    while (true) {
      try {
        return applyInOneTransaction(records, defective);
      } catch (EntryDefect defect) {
        LOG.log(
            System.Logger.Level.ERROR,
            "shard " + shard + " put the entry at " + defect.position + " aside",
            defect.getCause());
        defective.add(defect.position);
      }
    }
  }

  /**
   * An entry triggered a defect of the program; the batch is applied again with that entry put
   * aside.
   */
  private static final class EntryDefect extends RuntimeException {
    final long position;

    EntryDefect(long position, RuntimeException cause) {
      super(cause);
      this.position = position;
    }
  }

  private List<Applied> applyInOneTransaction(List<LogRecord> records, Set<Long> defective) {
    long nextBefore = next;
    byte[] digestBefore = digest;
    int levelBefore = level;
    String epochBefore = epoch;
    Marks marksBefore = marks;
    boolean committed = false;
    db.control("BEGIN IMMEDIATE");
    try {
      List<Applied> applied = new ArrayList<>(records.size());
      for (LogRecord record : records) {
        if (record.position() != next) {
          throw new InvariantBroken("applying " + record.position() + " but " + next + " is next");
        }
        written.begin();
        Applied one = applyOne(record, defective.contains(record.position()));
        digest = digestAfter(record, one.outcome());
        next++;
        marks = marks.after(next, digest);
        applied.add(one);
      }
      db.update("UPDATE shard SET next_position = ?, digest = ?", next, digest);
      db.control("COMMIT");
      committed = true;
      return applied;
    } finally {
      if (!committed) {
        next = nextBefore;
        digest = digestBefore;
        level = levelBefore;
        epoch = epochBefore;
        marks = marksBefore;
        rollBack();
      }
    }
  }

  private Applied applyOne(LogRecord record, boolean defective) {
    Entry entry = EntryCodec.decode(record.position(), record.payload());
    boolean reapplies = entry.command() instanceof ShardCommand.Reapply;
    Tx tx = new Tx(db, shards, entry.position(), entry.timeMillis(), level, reapplies);
    if (defective) {
      return new Applied(entry, putAside(entry.command()), List.of(), List.of());
    }
    try {
      Outcome outcome = applyOnce(entry.command(), tx);
      tx.redacted().forEach((ordering, kept) -> revocations.redact(ordering, kept, tx));
      revocations.dropOld(tx);
      return new Applied(entry, outcome, tx.changes(), tx.deliveries());
    } catch (StoreUnavailable | StoreDamaged | InvariantBroken | UnknownLevel e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EntryDefect(record.position(), e);
    }
  }

  /**
   * A delivery counts as received and a timer is removed; otherwise they would come back forever.
   */
  private Outcome putAside(Command command) {
    if (command instanceof ShardCommand.Deliver delivery
        && delivery.sequence() == received(delivery.source()) + 1) {
      noteReceived(delivery);
    }
    if (command instanceof TimerCommand.FireTimer fire) {
      new Timers(db).putAside(fire);
    }
    return Outcome.refused(Refusal.INTERNAL, "a defect in Bongsu met this request");
  }

  private Outcome applyOnce(Command command, Tx tx) {
    return switch (command) {
      case ShardCommand.Deliver delivery -> receive(delivery, tx);
      case ShardCommand.Acknowledge acknowledged -> dropFromOutbox(acknowledged);
      case ShardCommand.EffectsDone done -> noteEffects(done);
      case ShardCommand.ActivateLevel next -> activate(next, tx);
      case ShardCommand.BeginEpoch begin -> begin(begin);
      case ShardCommand.Reapply again -> reapply(again.command(), tx);
      case ShardCommand.Seal seal -> recorded(seal, seal(tx), tx);
      default -> recorded(command, unlessDone(command, tx), tx);
    };
  }

  private Outcome seal(Tx tx) {
    subjects.seal(tx);
    return Outcome.accepted();
  }

  private Outcome reapply(Command command, Tx tx) {
    if (command instanceof ShardCommand.Seal) {
      return recorded(command, seal(tx), tx);
    }
    boolean isForSubjects = !(command instanceof ShardCommand || command instanceof TimerCommand);
    return isForSubjects && command.revokes()
        ? recorded(command, unlessDone(command, tx), tx)
        : Outcome.refused(Refusal.INVALID, "Only revocations are applied again.");
  }

  private Outcome recorded(Command command, Outcome outcome, Tx tx) {
    if (outcome instanceof Outcome.Accepted && command.revokes()) {
      revocations.record(command, tx);
    }
    return outcome;
  }

  private Outcome unlessDone(Command command, Tx tx) {
    Optional<byte[]> key = command.idempotencyKey().map(this::hashedKey);
    if (key.isEmpty()) {
      return subjects.apply(command, tx);
    }
    Optional<Outcome> before =
        db.text("SELECT outcome FROM done WHERE key = ?", key.get())
            .map(result -> new Outcome.Accepted(Json.object(result)));
    if (before.isPresent()) {
      return before.get();
    }
    Outcome outcome = subjects.apply(command, tx);
    if (outcome instanceof Outcome.Accepted(ObjectNode result)) {
      db.update(
          "INSERT INTO done VALUES (?, ?, ?, ?)",
          tx.position(),
          key.get(),
          Json.text(result),
          tx.timeMillis());
      if (tx.position() % DONE_DROPPED_EVERY == 0) {
        dropOldKeys(tx);
      }
    }
    return outcome;
  }

  private void dropOldKeys(Tx tx) {
    db.update(
        "DELETE FROM done WHERE position IN"
            + " (SELECT position FROM done ORDER BY position LIMIT ?) AND time < ?",
        DONE_DROPPED_MAX,
        tx.timeMillis() - DONE_KEPT_MILLIS);
  }

  private Outcome receive(ShardCommand.Deliver delivery, Tx tx) {
    long last = received(delivery.source());
    if (delivery.sequence() <= last) {
      return Outcome.accepted();
    }
    if (delivery.sequence() != last + 1) {
      return Outcome.refused(Refusal.CONFLICT, "delivery " + (last + 1) + " comes first");
    }
    noteReceived(delivery);
    return unlessDone(delivery.command(), tx);
  }

  private long received(int source) {
    return db.number("SELECT sequence FROM inbox WHERE source = ?", source).orElse(0);
  }

  private void noteReceived(ShardCommand.Deliver delivery) {
    db.update("INSERT OR REPLACE INTO inbox VALUES (?, ?)", delivery.source(), delivery.sequence());
  }

  private Outcome activate(ShardCommand.ActivateLevel next, Tx tx) {
    if (next.level() > newest) {
      throw new UnknownLevel(next.level(), newest);
    }
    if (next.level() > level) {
      subjects.raised(level, next.level(), tx);
      revocations.raised(level, next.level(), tx);
      level = next.level();
      ActiveLevel.raise(db, level);
    }
    return Outcome.accepted();
  }

  private Outcome begin(ShardCommand.BeginEpoch begin) {
    epoch = begin.epoch();
    ActiveEpoch.begin(db, epoch);
    return Outcome.accepted();
  }

  private Outcome noteEffects(ShardCommand.EffectsDone done) {
    db.update(
        "INSERT OR REPLACE INTO effects_done VALUES (?, ?, ?)",
        done.worker(),
        done.position(),
        Json.text(done.waiting()));
    return Outcome.accepted();
  }

  private Outcome dropFromOutbox(ShardCommand.Acknowledge acknowledged) {
    db.update(
        "DELETE FROM outbox WHERE target = ? AND sequence <= ?",
        acknowledged.target(),
        acknowledged.sequence());
    return Outcome.accepted();
  }

  private byte[] digestAfter(LogRecord record, Outcome outcome) {
    byte[] result = Json.bytes(describe(outcome));
    byte[] rows = level < DIGESTS_ROWS_SINCE ? NOTHING : rows(record.position());
    sha256.update(digest);
    sha256.update(record.payload());
    sha256.update(rows);
    return sha256.digest(result);
  }

  private byte[] rows(long position) {
    long wrote = written.value(); // before the scan, which writes too
    long read = scan.step(position, level);
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(wrote).putLong(read).array();
  }

  private static JsonNode describe(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(ObjectNode result) -> result;
      case Outcome.Refused(Refusal why, String ignored) -> Json.object().put("refused", why.name());
    };
  }

  /**
   * The first 16 bytes of SHA-256: the table holds the keys of three days' traffic, so keys are
   * kept short.
   */
  private byte[] hashedKey(String key) {
    return java.util.Arrays.copyOf(sha256.digest(key.getBytes(StandardCharsets.UTF_8)), 16);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] storedDigest() {
    return db.one("SELECT digest FROM shard", row -> row.getBytes(1)).orElseThrow();
  }

  /**
   * SQLite may have rolled back by itself. Subjects are replaced, as they may have cached rows of
   * the lost batch.
   */
  private void rollBack() {
    try {
      db.control("ROLLBACK");
    } catch (StoreUnavailable | StoreDefect alreadyRolledBack) {
      LOG.log(System.Logger.Level.DEBUG, alreadyRolledBack.getMessage());
    }
    subjects = new Subjects(db);
    scan.reload();
  }
}
