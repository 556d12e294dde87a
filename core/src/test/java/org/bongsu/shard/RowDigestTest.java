package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.ShardCommand.ActivateLevel;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.log.LogRecord;
import org.bongsu.store.Db;
import org.bongsu.store.RowScan;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From level 2 on, a replica whose rows differ gets a different digest. */
class RowDigestTest {
  private static final int ACCOUNTS = 100;

  private static final int ENTRIES_PER_ROW =
      RowScan.Pace.DEFAULT.every() / RowScan.Pace.DEFAULT.rows();

  @TempDir Path directory;
  private Db one;
  private Db other;
  private StateMachine first;
  private StateMachine second;

  @BeforeEach
  void open() {
    one = new ShardFile(directory.resolve("one.db")).openWriter();
    other = new ShardFile(directory.resolve("other.db")).openWriter();
    first = new StateMachine(0, new ShardMap(1), one);
    second = new StateMachine(0, new ShardMap(1), other);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private void apply(Command command) {
    long position = first.next();
    LogRecord record =
        new LogRecord(position, EntryCodec.encode(1_000 + position, "o" + position, command));
    first.apply(List.of(record));
    second.apply(List.of(record));
  }

  private void fill(int level) {
    apply(new ActivateLevel(level));
    for (int i = 0; i < ACCOUNTS; i++) {
      apply(new UserCommand.RegisterUser(new UserId("@user" + i + ":a.org"), null, false, null));
    }
    assertTrue(agree());
  }

  private boolean agree() {
    return Arrays.equals(first.digest(), second.digest());
  }

  /** How many no-op entries it takes until the replicas' digests differ; at most {@code max}. */
  private int entriesUntilFound(int max) {
    int entries = 0;
    while (agree() && entries < max) {
      apply(ShardCommand.Acknowledge.nothing(0));
      entries++;
    }
    return entries;
  }

  /** Entries of a full round and of the rest of the current one. */
  private static int twoRounds() {
    return 2 * (ACCOUNTS * ENTRIES_PER_ROW + RowScan.Pace.DEFAULT.every());
  }

  @Test
  void aRowThatChangedOnDiskIsFoundWithinTwoRounds() {
    fill(CommandLevels.NEWEST);
    other.execute("UPDATE account SET created = created + 1 WHERE user = '@user7:a.org'");
    assertTrue(entriesUntilFound(twoRounds()) < twoRounds());
  }

  @Test
  void aRowThatIsGoneOrTooManyIsFoundWithinTwoRounds() {
    fill(CommandLevels.NEWEST);
    other.execute("DELETE FROM account WHERE user = '@user99:a.org'");
    assertTrue(entriesUntilFound(twoRounds()) < twoRounds());
  }

  /** The outcome is the same; only the count of changed rows differs. */
  @Test
  void aStatementThatChangesOtherRowsIsFoundAtOnce() {
    fill(CommandLevels.NEWEST);
    UserId user = new UserId("@user7:a.org");
    DeviceId device = new DeviceId("D");
    apply(
        new UserCommand.LogIn(
            user, new UserCommand.NewSession(device, null, "token", null, null), null));
    other.execute("DELETE FROM device");
    apply(new UserCommand.SeeDevice(user, device, 5, "127.0.0.1"));
    assertFalse(agree());
  }

  /** Logs of level 1 must keep their digests. */
  @Test
  void levelOneDoesNotLookAtRows() {
    fill(CommandLevels.OLDEST);
    other.execute("UPDATE account SET created = created + 1 WHERE user = '@user7:a.org'");
    assertEquals(twoRounds(), entriesUntilFound(twoRounds()));
  }

  @Test
  void theScanGoesOnWhereItWasAfterARestart() {
    fill(CommandLevels.NEWEST);
    for (int i = 0; i < twoRounds(); i++) {
      other.close();
      other = new ShardFile(directory.resolve("other.db")).openWriter();
      second = new StateMachine(0, new ShardMap(1), other);
      apply(ShardCommand.Acknowledge.nothing(0));
      assertArrayEquals(first.digest(), second.digest());
    }
  }
}
