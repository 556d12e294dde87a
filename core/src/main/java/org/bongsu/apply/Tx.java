package org.bongsu.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.log.Log;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that applying one entry may use: the shard's store, the entry's position and time, the
 * level and the outbox. No clock, no randomness, no network and no other shard.
 */
public final class Tx {
  /** Maximum number of orderings that one entry may give out. */
  public static final int ORDERINGS_MAX = 1 << 16;

  private static final int ORDERING_BITS = 16;

  /** Maximum bytes of a command for another shard: the log's limit less room for the envelope. */
  static final int SENT_BYTES_MAX = Log.RECORD_BYTES_MAX - 1024;

  private final Db db;
  private final ShardMap shards;
  private final long position;
  private final long timeMillis;
  private final int level;
  private final boolean reapplies;
  private final List<Change> changes = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final Map<Long, ObjectNode> redacted = new LinkedHashMap<>();
  private int orderings;

  /**
   * @param reapplies see {@link #reapplies}
   */
  public Tx(Db db, ShardMap shards, long position, long timeMillis, int level, boolean reapplies) {
    this.db = db;
    this.shards = shards;
    this.position = position;
    this.timeMillis = timeMillis;
    this.level = level;
    this.reapplies = reapplies;
  }

  public Db db() {
    return db;
  }

  public long position() {
    return position;
  }

  /** When the entry was accepted, milliseconds since 1970. */
  public long timeMillis() {
    return timeMillis;
  }

  /** The level for this entry; see {@link org.bongsu.command.CommandLevels}. */
  public int level() {
    return level;
  }

  /**
   * Whether a revocation is applied again after a restore ({@link
   * org.bongsu.command.ShardCommand.Reapply}): permissions and quotas do not refuse it, and it
   * gives nobody access.
   */
  public boolean reapplies() {
    return reapplies;
  }

  /**
   * A number for a new row (an event, a receipt, a change of account data), larger than all that
   * this shard has given out. A reader at sync position {@code p} has seen exactly the orderings
   * below {@link #firstOrdering} of {@code p}.
   */
  public long nextOrdering() {
    if (orderings == ORDERINGS_MAX) {
      throw new InvariantBroken("one entry adds more than " + ORDERINGS_MAX + " ordered rows");
    }
    return firstOrdering(position) + orderings++;
  }

  /** The position of the entry that gave out an ordering. */
  public static long positionOf(long ordering) {
    return ordering >> ORDERING_BITS;
  }

  /** The smallest ordering that the entry at a position may give out. */
  public static long firstOrdering(long position) {
    return position << ORDERING_BITS;
  }

  /** Sends a command to the shard of its entity, through the outbox. */
  public void send(Command command) {
    send(shards.shardOf(command.entity()), command);
  }

  /** Sends a command to every shard, this one included, through the outbox. */
  public void broadcast(Command command) {
    for (int target = 0; target < shards.count(); target++) {
      send(target, command);
    }
  }

  /** How many shards there are. */
  public int shards() {
    return shards.count();
  }

  public int shardOf(String entity) {
    return shards.shardOf(entity);
  }

  /** Sends a command to a given shard, through the outbox. */
  public void send(int target, Command command) {
    byte[] encoded = EntryCodec.encode(command);
    if (encoded.length > SENT_BYTES_MAX) { // the log would refuse it, and it would block the lane
      throw new IllegalArgumentException(
          "a command for another shard has at most " + SENT_BYTES_MAX + " bytes");
    }
    db.update(
        "INSERT INTO outbox_end VALUES (?, 1) ON CONFLICT DO UPDATE SET sequence = sequence + 1",
        target);
    long sequence =
        db.number("SELECT sequence FROM outbox_end WHERE target = ?", target).orElseThrow();
    db.update("INSERT INTO outbox VALUES (?, ?, ?)", target, sequence, encoded);
    deliveries.add(new Delivery(target, sequence));
  }

  /** The content of the event at an ordering was removed, except what is {@code kept}. */
  public void redacted(long ordering, ObjectNode kept) {
    redacted.put(ordering, kept);
  }

  /** What {@link #redacted(long, ObjectNode)} was called with. */
  public Map<Long, ObjectNode> redacted() {
    return redacted;
  }

  public void changed(Change change) {
    changes.add(change);
  }

  /** Runs {@code step} in a savepoint, which is rolled back if its outcome is a refusal. */
  public Outcome atomically(Supplier<Outcome> step) {
    int changesBefore = changes.size();
    int deliveriesBefore = deliveries.size();
    db.control("SAVEPOINT step");
    Outcome outcome = step.get();
    if (outcome instanceof Outcome.Refused) {
      db.control("ROLLBACK TO step");
      changes.subList(changesBefore, changes.size()).clear();
      deliveries.subList(deliveriesBefore, deliveries.size()).clear();
    }
    db.control("RELEASE step");
    return outcome;
  }

  public List<Change> changes() {
    return changes;
  }

  public List<Delivery> deliveries() {
    return deliveries;
  }
}
