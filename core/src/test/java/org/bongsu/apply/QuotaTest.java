package org.bongsu.apply;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.LAPTOP;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bongsu.account.Accounts;
import org.bongsu.command.AccountDataCommand.ChangePushRule;
import org.bongsu.command.AccountDataCommand.RuleChange;
import org.bongsu.command.AccountDataCommand.SetTag;
import org.bongsu.command.AccountDataCommand.StoreFilter;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.command.UserCommand.SetAccountData;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What accounts and rooms may store in all, since level 3. */
class QuotaTest {
  private static final RoomId ROOM = new RoomId("!r:localhost");

  @TempDir Path directory;
  private OneReplica replica;
  private int transactions;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
    replica.register(SOONBOK, PHONE, LAPTOP);
    replica.register(GILDONG, PHONE);
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private void atLevel3() {
    replica.accept(new ShardCommand.ActivateLevel(3));
  }

  private static ObjectNode content(int bytes) {
    return Json.object().put("a", "x".repeat(bytes - 8)); // {"a":""} are 8
  }

  private static SetAccountData data(String type, int bytes) {
    return new SetAccountData(SOONBOK, null, type, content(bytes));
  }

  @Test
  void accountDataIsLimitedInAll() {
    replica.accept(data("before", 200_000));
    atLevel3();
    for (int i = 0; i < 15; i++) {
      replica.accept(data("t" + i, 250_000));
    }
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(data("t15", 250_000)));
    assertEquals(
        Refusal.LIMIT_REACHED,
        replica.refuse(new SetTag(SOONBOK, ROOM, "u.tag", content(250_000))));
    replica.accept(new SetAccountData(GILDONG, null, "t15", content(250_000)));
    replica.accept(data("t3", 1_000));
    replica.accept(data("t15", 250_000));
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(data("t3", 250_000)));
    assertEquals(Refusal.TOO_LARGE, replica.refuse(data("t3", 262_145)));
  }

  @Test
  void thePiecesOfAccountDataAreLimited() {
    atLevel3();
    replica.accept(data("t0", 10));
    replica.db().update("UPDATE usage SET items = ?", Quota.ACCOUNT_DATA.items() - 1);
    replica.accept(data("t1", 10));
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(data("one more", 10)));
    replica.accept(data("t0", 100));
  }

  @Test
  void belowLevel3NothingIsRefusedAndLaterWhatIsThereMayShrink() {
    for (int i = 0; i < 40; i++) {
      replica.accept(data("t" + i, 250_000));
    }
    assertEquals(0, replica.db().number("SELECT COUNT(*) FROM usage").orElseThrow());
    atLevel3();
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(data("new", 10)));
    replica.accept(data("t1", 249_000));
    replica.accept(data("t1", 10));
  }

  @Test
  void ofAccountDataFromBeforeQuotasTheNewestIsRead() {
    for (int i = 0; i < 40; i++) {
      replica.accept(data("t" + i, 250_000));
    }
    List<Accounts.AccountData> read = new Accounts(replica.db()).accountDataSince(SOONBOK, 0);
    assertTrue(read.size() > 20 && read.size() < 40, read.size() + " of 40");
    assertEquals("t39", read.getLast().type());
    assertEquals("t" + (40 - read.size()), read.getFirst().type());
  }

  @Test
  void anErasedAccountsDataIsNotCounted() {
    atLevel3();
    replica.accept(data("t", 250_000));
    assertEquals(1, replica.db().number("SELECT COUNT(*) FROM usage").orElseThrow());
    replica.accept(new UserCommand.DeactivateUser(SOONBOK, true));
    assertEquals(0, replica.db().number("SELECT COUNT(*) FROM usage").orElseThrow());
  }

  @Test
  void pushRulesAreLimitedInAll() {
    atLevel3();
    Outcome last = Outcome.accepted();
    int added = 0;
    while (last instanceof Outcome.Accepted && added < 200) {
      ObjectNode rule = Json.object().put("pattern", "p");
      rule.putArray("actions").addObject().put("set_tweak", "x").put("value", "y".repeat(8_000));
      last =
          replica
              .apply(
                  new ChangePushRule(
                      SOONBOK, RuleChange.PUT, "content", "r" + added++, null, null, rule))
              .outcome();
    }
    assertEquals(Refusal.TOO_LARGE, assertInstanceOf(Outcome.Refused.class, last).why());
    assertTrue(added > 25 && added < 40, added + " rules of 8 kB");
  }

  @Test
  void filtersAreLimitedInAll() {
    atLevel3();
    for (int i = 0; i < 34; i++) {
      replica.accept(new StoreFilter(SOONBOK, content(60_000).put("n", i)));
    }
    assertEquals(
        Refusal.LIMIT_REACHED,
        replica.refuse(new StoreFilter(SOONBOK, content(60_000).put("n", 34))));
    replica.accept(new StoreFilter(SOONBOK, content(60_000).put("n", 7)));
  }

  private KeyCommand.SendToDevice message(UserId sender, String device, int bytes) {
    return new KeyCommand.SendToDevice(
        SOONBOK,
        sender,
        PHONE,
        "t" + transactions++,
        "m.room.encrypted",
        List.of(new KeyCommand.DeviceMessage(device, content(bytes))));
  }

  private long waiting(DeviceId device) {
    return replica.rows("to_device", SOONBOK, device);
  }

  @Test
  void aSenderMayFillOnlyItsShareOfAnInbox() {
    atLevel3();
    for (int i = 0; i < 4; i++) {
      replica.accept(message(GILDONG, "PHONE", 900_000));
    }
    replica.accept(message(GILDONG, "PHONE", 500_000));
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(message(GILDONG, "PHONE", 500_000)));
    replica.accept(message(new UserId("@other:localhost"), "PHONE", 500_000));
    replica.accept(message(GILDONG, "LAPTOP", 500_000));
    assertEquals(6, waiting(PHONE));
    replica.accept(message(GILDONG, "*", 500_000));
    assertEquals(6, waiting(PHONE), "the full share");
    assertEquals(2, waiting(LAPTOP), "does not keep the other device from getting it");
    replica.accept(new KeyCommand.AcknowledgeToDevice(SOONBOK, PHONE, Long.MAX_VALUE));
    replica.accept(message(GILDONG, "PHONE", 500_000));
  }

  @Test
  void afterAnAcknowledgementWhatIsLeftStillCounts() {
    atLevel3();
    for (int i = 0; i < 4; i++) {
      replica.accept(message(GILDONG, "PHONE", 900_000));
    }
    long second =
        replica.db().number("SELECT ordering FROM to_device LIMIT 1 OFFSET 1").orElseThrow();
    replica.accept(new KeyCommand.AcknowledgeToDevice(SOONBOK, PHONE, second));
    replica.accept(message(GILDONG, "PHONE", 900_000));
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(message(GILDONG, "PHONE", 900_000)));
  }

  @Test
  void aFullInboxKeepsWhatItHasAndItsSendersAreNotHeldUp() {
    atLevel3();
    for (int sender = 0; sender < 10; sender++) {
      for (int i = 0; i < 4; i++) {
        replica.accept(message(new UserId("@s" + sender + ":localhost"), "PHONE", 900_000));
      }
    }
    assertEquals((32L << 20) / 900_000, waiting(PHONE));
    String first =
        replica.db().text("SELECT message FROM to_device ORDER BY ordering").orElseThrow();
    assertTrue(first.contains("@s0:localhost"));
  }

  @Test
  void aDeletedDevicesInboxIsNotCounted() {
    atLevel3();
    replica.accept(message(GILDONG, "PHONE", 100));
    replica.accept(new UserCommand.DeleteDevices(SOONBOK, List.of(PHONE)));
    assertEquals(0, replica.db().number("SELECT COUNT(*) FROM usage").orElseThrow());
  }

  private KeyCommand.PutBackupKeys keys(int from, int count, int bytes) {
    return new KeyCommand.PutBackupKeys(
        SOONBOK,
        1,
        java.util.stream.IntStream.range(from, from + count)
            .mapToObj(i -> new KeyCommand.BackedUpKey(ROOM, "s" + i, 0, 0, true, content(bytes)))
            .toList());
  }

  @Test
  void keyBackupsAreLimited() {
    atLevel3();
    KeyCommand.CreateBackup create = new KeyCommand.CreateBackup(SOONBOK, "x", Json.object());
    assertEquals(
        Refusal.TOO_LARGE,
        replica.refuse(new KeyCommand.CreateBackup(SOONBOK, "x", content(70_000))));
    replica.accept(create);
    replica.accept(keys(0, 3, 100));
    replica.db().update("UPDATE usage SET bytes = ?", Quota.BACKED_UP_KEYS.bytes() - 250);
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(keys(3, 3, 100)));
    assertEquals(
        3, replica.db().number("SELECT COUNT(*) FROM backed_up_key").orElseThrow(), "all or none");
    replica.accept(keys(3, 2, 100));
    assertEquals(
        Refusal.TOO_LARGE,
        replica.refuse(new KeyCommand.UpdateBackup(SOONBOK, 1, "x", content(70_000))));
    for (int i = 1; i < 50; i++) {
      replica.accept(create);
    }
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(create));
    replica.accept(new KeyCommand.DeleteBackup(SOONBOK, 1));
    replica.accept(create);
  }

  private static RoomCommand.SendEvent state(
      UserId sender, String type, String key, ObjectNode content) {
    return new RoomCommand.SendEvent(
        ROOM, sender, null, null, new NewEvent(type, key, content), null);
  }

  private void createRoom() {
    replica.accept(
        new RoomCommand.CreateRoom(
            ROOM,
            SOONBOK,
            "11",
            false,
            1,
            List.of(
                new NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
                new NewEvent(
                    "m.room.member", SOONBOK.value(), Json.object().put("membership", "join")),
                new NewEvent("m.room.join_rules", "", Json.object().put("join_rule", "public")))));
  }

  @Test
  void aRoomsStateIsLimitedInAllAndPeopleCanStillJoin() {
    createRoom();
    atLevel3();
    int added = 0;
    while (replica.apply(state(SOONBOK, "x", "k" + added, content(60_000))).outcome()
        instanceof Outcome.Accepted) {
      added++;
    }
    assertEquals((8 << 20) / 60_000, added);
    RoomCommand.SendEvent more = state(SOONBOK, "x", "more", content(60_000));
    assertEquals(Refusal.TOO_LARGE, replica.refuse(more));
    replica.accept(
        state(GILDONG, "m.room.member", GILDONG.value(), Json.object().put("membership", "join")));
    ObjectNode text = Json.object().put("body", "안녕").put("msgtype", "m.text");
    replica.accept(
        new RoomCommand.SendEvent(
            ROOM, GILDONG, null, null, new NewEvent("m.room.message", null, text), null));
    replica.accept(state(SOONBOK, "x", "k0", content(100)));
    replica.accept(more);
  }

  @Test
  void aRedactionOfStateMakesRoom() {
    createRoom();
    atLevel3();
    ObjectNode first = replica.accept(state(SOONBOK, "x", "k", content(60_000)));
    replica.db().update("UPDATE usage SET bytes = ?", Quota.ROOM_STATE.bytes());
    RoomCommand.SendEvent more = state(SOONBOK, "x", "more", content(60_000));
    assertEquals(Refusal.TOO_LARGE, replica.refuse(more));
    replica.accept(
        new RoomCommand.RedactEvent(
            ROOM,
            SOONBOK,
            PHONE,
            "t",
            new org.bongsu.id.EventId(first.path("event_id").stringValue()),
            Json.object()));
    replica.accept(more);
  }

  private org.bongsu.command.Command something(Random random) {
    String key = "k" + random.nextInt(8);
    UserId sender = random.nextBoolean() ? GILDONG : SOONBOK;
    ObjectNode content = content(20 + random.nextInt(50));
    return switch (random.nextInt(9)) {
      case 0 -> new SetAccountData(SOONBOK, random.nextBoolean() ? ROOM : null, key, content);
      case 1 -> new SetTag(SOONBOK, ROOM, key, random.nextBoolean() ? content : null);
      case 2, 3 -> message(sender, random.nextBoolean() ? "PHONE" : "*", 20 + random.nextInt(50));
      case 4 -> new KeyCommand.AcknowledgeToDevice(SOONBOK, PHONE, random.nextInt(1 << 25));
      case 5 -> keys(random.nextInt(20), 3, 20 + random.nextInt(50));
      case 6 -> new KeyCommand.DeleteBackupKeys(SOONBOK, 1, null, "s" + random.nextInt(20));
      case 7 -> new StoreFilter(SOONBOK, content);
      default -> state(SOONBOK, "x", key, content);
    };
  }

  @Test
  void theTotalsAreThoseOfTheRows() {
    createRoom();
    replica.accept(new KeyCommand.CreateBackup(SOONBOK, "x", Json.object()));
    Random random = new Random(11);
    for (int i = 0; i < 3_000; i++) {
      if (i == 300) {
        atLevel3();
      }
      replica.apply(something(random));
    }
    assertTotal(Quota.ACCOUNT_DATA, "account_data WHERE user = '@soonbok:localhost'", "content");
    assertTotal(Quota.FILTERS, "filter", "filter");
    assertTotal(Quota.BACKED_UP_KEYS, "backed_up_key", "data");
    assertTotal(Quota.TO_DEVICE, "to_device", "message");
    assertTotal(Quota.TO_DEVICE_OF_SENDER, "to_device", "message");
    assertTotal(
        Quota.ROOM_STATE,
        "state s JOIN event e ON e.ordering = s.event WHERE s.type <> 'm.room.member'",
        "e.content");
  }

  /** Compares the totals of all owners with the rows, after counting those that were forgotten. */
  private void assertTotal(Quota quota, String rows, String column) {
    replica.accept(message(GILDONG, "*", 20));
    replica.accept(message(SOONBOK, "*", 20));
    replica.accept(keys(100 + transactions++, 1, 20));
    Db.Row<List<Long>> row = found -> List.of(found.getLong(1), found.getLong(2));
    assertEquals(
        replica
            .db()
            .one("SELECT COUNT(*), SUM(octet_length(" + column + ")) FROM " + rows, row)
            .orElseThrow(),
        replica
            .db()
            .one("SELECT SUM(items), SUM(bytes) FROM usage WHERE quota = ?", row, quota.name())
            .orElseThrow(),
        quota.name());
  }

  @Test
  void everyReplicaRefusesTheSame() {
    accountDataIsLimitedInAll();
    for (int i = 0; i < 5; i++) {
      replica.apply(message(GILDONG, "PHONE", 900_000));
    }
    assertArrayEquals(replica.digest(), OneReplica.digestOf(directory.resolve("001.db"), replica));
    assertFalse(replica.db().list("SELECT 1 FROM usage", row -> 1).isEmpty());
  }
}
