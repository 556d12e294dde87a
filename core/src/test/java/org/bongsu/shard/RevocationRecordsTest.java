package org.bongsu.shard;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accepted revocations are recorded from level 5 on, and kept for three days. */
class RevocationRecordsTest {
  private static final ShardCommand LEVEL_5 = new ShardCommand.ActivateLevel(5);
  private static final Command LOCK = new UserCommand.LockUser(GILDONG, true);
  private static final Command UNLOCK = new UserCommand.LockUser(GILDONG, false);
  private static final Command LOCK_NOBODY = new UserCommand.LockUser(SOONBOK, true);
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path directory;
  private OneReplica replica;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("0.db"));
    replica.accept(new UserCommand.RegisterUser(GILDONG, null, false, null));
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private List<Command> recorded() {
    return RevocationRecords.from(replica.db(), 0, 1_000).stream()
        .map(RevocationRecords.Recorded::command)
        .toList();
  }

  private long firstKept() {
    return RevocationRecords.firstKept(replica.db());
  }

  @Test
  void recordingBeginsAfterTheSwitch() {
    replica.accept(LOCK);
    assertEquals(Long.MAX_VALUE, firstKept());
    replica.accept(LEVEL_5);
    assertEquals(List.of(), recorded());
    assertEquals(3, firstKept());
    replica.at(7_000);
    replica.accept(LOCK);
    RevocationRecords.Recorded one = RevocationRecords.from(replica.db(), 0, 10).getFirst();
    assertEquals(3, one.position());
    assertEquals(7_000, one.timeMillis());
    assertArrayEquals(EntryCodec.encode(LOCK), one.encoded());
  }

  @Test
  void onlyAcceptedRevocationsAreRecorded() {
    replica.accept(LEVEL_5);
    replica.accept(UNLOCK);
    replica.refuse(LOCK_NOBODY);
    assertEquals(List.of(), recorded());
    replica.accept(LOCK);
    assertEquals(List.of(LOCK), recorded());
  }

  @Test
  void aDeliveryIsNotRecordedBecauseItsOriginalIs() {
    replica.accept(LEVEL_5);
    replica.accept(new ShardCommand.Deliver(1, 1, new UserCommand.UserDeactivated(GILDONG)));
    assertEquals(List.of(), recorded());
  }

  @Test
  void whatIsAppliedAgainIsRecordedAsItWas() {
    replica.accept(LEVEL_5);
    replica.accept(new ShardCommand.Reapply(LOCK));
    assertEquals(List.of(LOCK), recorded());
  }

  @Test
  void aReaderGoesOnAtAPosition() {
    replica.accept(LEVEL_5);
    for (int i = 0; i < 5; i++) {
      replica.accept(LOCK);
    }
    List<RevocationRecords.Recorded> first = RevocationRecords.from(replica.db(), 0, 3);
    assertEquals(3, first.size());
    long next = first.getLast().position() + 1;
    assertEquals(2, RevocationRecords.from(replica.db(), next, 3).size());
  }

  @Test
  void oldRecordsAreDroppedAndAReaderCanTell() {
    replica.accept(LEVEL_5);
    for (int i = 0; i < 100; i++) {
      replica.accept(LOCK);
    }
    replica.at(1_000 + 2 * DAY);
    replica.accept(LOCK);
    long kept = replica.next() - 1;
    assertEquals(101, recorded().size());
    replica.at(1_000 + 4 * DAY);
    while (replica.next() % 64 != 1) {
      replica.accept(UNLOCK);
    }
    assertEquals(1, recorded().size());
    assertEquals(kept, RevocationRecords.from(replica.db(), 0, 1).getFirst().position());
    assertEquals(kept, firstKept());
  }

  @Test
  void manyOldRecordsAreDroppedInParts() {
    replica.accept(LEVEL_5);
    for (int i = 0; i < 600; i++) {
      replica.accept(LOCK);
    }
    replica.at(1_000 + 4 * DAY);
    while (replica.next() % 64 != 1) {
      replica.accept(UNLOCK);
    }
    assertEquals(600 - 256, recorded().size());
    assertTrue(firstKept() <= RevocationRecords.from(replica.db(), 0, 1).getFirst().position());
    assertArrayEquals(
        replica.digest(), OneReplica.digestOf(directory.resolve("again.db"), replica));
  }

  @Test
  void onlyRevocationsAreAppliedAgain() {
    replica.accept(LEVEL_5);
    for (Command other :
        List.of(
            UNLOCK,
            LEVEL_5,
            new ShardCommand.Reapply(LOCK),
            new ShardCommand.Deliver(1, 1, LOCK),
            new UserCommand.RegisterUser(SOONBOK, null, false, null),
            new UserCommand.SeeDevice(GILDONG, PHONE, 1, "192.0.2.7"))) {
      assertEquals(Refusal.INVALID, replica.refuse(new ShardCommand.Reapply(other)));
    }
    assertEquals(List.of(), recorded());
  }
}
