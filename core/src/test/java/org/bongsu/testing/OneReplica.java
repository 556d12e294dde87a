package org.bongsu.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One replica of one of two shards; commands are applied one by one at chosen times. The replica
 * applies all commands, whatever their entity's shard.
 */
public final class OneReplica implements AutoCloseable {
  public static final UserId SOONBOK = new UserId("@soonbok:localhost");
  public static final UserId GILDONG = new UserId("@gildong:localhost");
  public static final DeviceId PHONE = new DeviceId("PHONE");
  public static final DeviceId LAPTOP = new DeviceId("LAPTOP");

  private static final ShardMap SHARDS = new ShardMap(2);

  private final Db db;
  private final StateMachine machine;
  private final List<LogRecord> applied = new ArrayList<>();
  private long timeMillis = 1_000;

  public OneReplica(Path file) {
    this.db = new ShardFile(file).openWriter();
    this.machine = new StateMachine(0, SHARDS, db);
  }

  public Db db() {
    return db;
  }

  /** The time at which the next entries are accepted, milliseconds since 1970. */
  public void at(long millis) {
    timeMillis = millis;
  }

  public StateMachine.Applied apply(Command command) {
    byte[] payload = EntryCodec.encode(timeMillis, "test", command);
    applied.add(new LogRecord(machine.next(), payload));
    return machine.apply(List.of(applied.getLast())).getFirst();
  }

  /** Applies a command that must be accepted, and returns its result. */
  public ObjectNode accept(Command command) {
    return assertInstanceOf(Outcome.Accepted.class, apply(command).outcome()).result();
  }

  /** Applies a command that must be refused, and returns the reason. */
  public Refusal refuse(Command command) {
    return assertInstanceOf(Outcome.Refused.class, apply(command).outcome()).why();
  }

  /** The commands that the outbox has for every shard, oldest first; empties the outbox. */
  public List<Command> broadcasts() {
    List<Command> first = outbox(0);
    assertEquals(first, outbox(1));
    db.update("DELETE FROM outbox");
    return first;
  }

  private List<Command> outbox(int target) {
    return db.list(
        "SELECT command FROM outbox WHERE target = ? ORDER BY sequence",
        row -> EntryCodec.decode(row.getBytes(1)),
        target);
  }

  /** The number of a table's rows that belong to a user. */
  public long rows(String table, UserId user) {
    return db.number("SELECT COUNT(*) FROM " + table + " WHERE user = ?", user).orElseThrow();
  }

  public long rows(String table, UserId user, DeviceId device) {
    return db.number(
            "SELECT COUNT(*) FROM " + table + " WHERE user = ? AND device = ?", user, device)
        .orElseThrow();
  }

  /** The position of the next entry to apply. */
  public long next() {
    return machine.next();
  }

  public byte[] digest() {
    return machine.digest();
  }

  /** The digest of a new replica that applies the same log as another one. */
  public static byte[] digestOf(Path file, OneReplica other) {
    try (OneReplica replay = new OneReplica(file)) {
      other.applied.forEach(record -> replay.machine.apply(List.of(record)));
      return replay.digest();
    }
  }

  /** An account without password, with the devices given. */
  public void register(UserId user, DeviceId... devices) {
    accept(new UserCommand.RegisterUser(user, null, false, null));
    for (DeviceId device : devices) {
      accept(new UserCommand.LogIn(user, session(user, device, "1"), null));
    }
  }

  /** A session that does not expire; its token differs for each user, device and number. */
  public static UserCommand.NewSession session(UserId user, DeviceId device, String number) {
    return session(user, device, number, null);
  }

  public static UserCommand.NewSession session(
      UserId user, DeviceId device, String number, @Nullable String refreshTokenHash) {
    return new UserCommand.NewSession(
        device, null, token(user, device, number), refreshTokenHash, null);
  }

  public static String token(UserId user, DeviceId device, String number) {
    return user.localpart() + " " + device.value() + " " + number;
  }

  @Override
  public void close() {
    db.close();
  }
}
