package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bongsu.apply.InvariantBroken;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UnknownCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.bongsu.store.StoreUnavailable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** One replica of one shard: batches, positions, digests, idempotency, and entries put aside. */
class StateMachineTest {
  private static final UserId SOONI = new UserId("@sooni:example.org");
  private static final RoomId ROOM = new RoomId("!room:example.org");
  private static final ShardMap ONE = new ShardMap(1);

  @TempDir Path directory;
  private Db db;
  private StateMachine machine;
  private final List<LogRecord> log = new ArrayList<>();

  /** Silenced: these tests put entries aside on purpose. */
  private static final Logger PUT_ASIDE = Logger.getLogger(StateMachine.class.getName());

  @BeforeAll
  static void silenceLogging() {
    PUT_ASIDE.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreLogging() {
    PUT_ASIDE.setLevel(null);
  }

  @BeforeEach
  void open() {
    db = new ShardFile(directory.resolve("0.db")).openWriter();
    machine = new StateMachine(0, ONE, db);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private LogRecord record(Command command) {
    LogRecord record =
        new LogRecord(log.size(), EntryCodec.encode(1_000 + log.size(), "o" + log.size(), command));
    log.add(record);
    return record;
  }

  private Outcome apply(Command command) {
    return machine.apply(List.of(record(command))).getFirst().outcome();
  }

  private static Command createRoom() {
    List<NewEvent> events =
        List.of(
            new NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
            new NewEvent("m.room.member", SOONI.value(), Json.object().put("membership", "join")));
    return new RoomCommand.CreateRoom(ROOM, SOONI, "11", false, 1, events);
  }

  private static Command send(String transactionId, ObjectNode content) {
    return new RoomCommand.SendEvent(
        ROOM,
        SOONI,
        new DeviceId("D"),
        transactionId,
        new NewEvent("m.room.message", null, content),
        null);
  }

  private static Command say(String transactionId, String text) {
    return send(transactionId, Json.object().put("body", text));
  }

  /** SQLite refuses a second session with the same token: a defect, as tokens are random. */
  private static Command register(String user) {
    return new UserCommand.RegisterUser(
        new UserId(user),
        null,
        false,
        new UserCommand.NewSession(new DeviceId("D"), null, "same token", null, null));
  }

  private byte[] digestOfReplay() {
    try (Db other = new ShardFile(directory.resolve("replay.db")).openWriter()) {
      StateMachine replay = new StateMachine(0, ONE, other);
      log.forEach(record -> replay.apply(List.of(record)));
      return replay.digest();
    }
  }

  @Test
  void positionAndDigestAreThereAfterReopening() {
    apply(createRoom());
    apply(say("1", "봉화"));
    byte[] digest = machine.digest();
    db.close();
    open();
    assertEquals(2, machine.next());
    assertArrayEquals(digest, machine.digest());
  }

  @Test
  void theDigestDoesNotDependOnBatches() {
    machine.apply(List.of(record(createRoom()), record(say("1", "하나")), record(say("2", "둘"))));
    assertArrayEquals(machine.digest(), digestOfReplay());
  }

  @Test
  void anEntryOutOfTurnBreaksTheShard() {
    LogRecord skipped = new LogRecord(5, EntryCodec.encode(1, "o", createRoom()));
    assertThrows(InvariantBroken.class, () -> machine.apply(List.of(skipped)));
    assertEquals(0, machine.next());
  }

  @Test
  void aTransactionIdGivesOneEvent() {
    apply(createRoom());
    Outcome first = apply(say("1", "봉화"));
    assertEquals(first, apply(say("1", "봉화")));
    assertEquals(
        1, db.number("SELECT COUNT(*) FROM event WHERE type = 'm.room.message'").orElseThrow());
  }

  @Test
  void whatWasRefusedMayBeTriedAgain() {
    assertInstanceOf(Outcome.Refused.class, apply(say("1", "봉화")));
    apply(createRoom());
    assertInstanceOf(Outcome.Accepted.class, apply(say("1", "봉화")));
  }

  @Test
  void anEntryThatMeetsADefectIsPutAsideAndTheOthersAreNot() {
    List<Outcome> outcomes =
        machine
            .apply(
                List.of(
                    record(register("@one:example.org")),
                    record(register("@two:example.org")),
                    record(createRoom())))
            .stream()
            .map(StateMachine.Applied::outcome)
            .toList();
    assertInstanceOf(Outcome.Accepted.class, outcomes.get(0));
    assertEquals(Refusal.INTERNAL, ((Outcome.Refused) outcomes.get(1)).why());
    assertInstanceOf(Outcome.Accepted.class, outcomes.get(2));
    assertFalse(db.exists("SELECT 1 FROM account WHERE user = '@two:example.org'"));
    assertEquals(3, machine.next());
  }

  @Test
  void whatWasPutAsideIsPutAsideInEveryReplay() {
    apply(register("@one:example.org"));
    apply(register("@two:example.org"));
    apply(createRoom());
    assertArrayEquals(machine.digest(), digestOfReplay());
  }

  /** Otherwise it would be delivered again forever and block all deliveries after it. */
  @Test
  void aDeliveryThatMeetsADefectCountsAsReceived() {
    apply(new ShardCommand.Deliver(0, 1, register("@one:example.org")));
    Outcome aside = apply(new ShardCommand.Deliver(0, 2, register("@two:example.org")));
    assertEquals(Refusal.INTERNAL, ((Outcome.Refused) aside).why());
    assertInstanceOf(Outcome.Accepted.class, apply(new ShardCommand.Deliver(0, 3, createRoom())));
    assertArrayEquals(machine.digest(), digestOfReplay());
  }

  @Test
  void deliveriesAreAppliedOnceAndInOrder() {
    Command reserve = new MediaCommand.ReserveMedia("m1", SOONI, 5);
    Outcome early = apply(new ShardCommand.Deliver(3, 2, createRoom()));
    assertEquals(Refusal.CONFLICT, ((Outcome.Refused) early).why());
    apply(new ShardCommand.Deliver(3, 1, reserve));
    apply(new ShardCommand.Deliver(3, 1, reserve));
    assertInstanceOf(Outcome.Accepted.class, apply(new ShardCommand.Deliver(3, 2, createRoom())));
    assertInstanceOf(Outcome.Accepted.class, apply(new ShardCommand.Deliver(3, 2, createRoom())));
    assertEquals(1, db.number("SELECT COUNT(*) FROM room").orElseThrow());
  }

  @Test
  void theOutboxKeepsWhatWasNotAcknowledged() {
    apply(register("@one:example.org"));
    apply(
        new UserCommand.SetProfileField(
            new UserId("@one:example.org"), "displayname", Json.parse("\"하나\"")));
    apply(
        new UserCommand.SetProfileField(
            new UserId("@one:example.org"), "displayname", Json.parse("\"둘\"")));
    RelayLane lane = new RelayLane(0, 0);
    long all = db.number("SELECT MAX(sequence) FROM outbox").orElseThrow();
    assertEquals(all, lane.due(db, db).size());
    assertTrue(lane.arrived(db, db).isEmpty());
    apply(lane.due(db, db).getFirst());
    ShardCommand.Acknowledge arrived = lane.arrived(db, db).orElseThrow();
    assertEquals(new ShardCommand.Acknowledge(0, 1), arrived);
    apply(arrived);
    assertEquals(all - 1, lane.due(db, db).size());
    assertEquals(2, db.number("SELECT MIN(sequence) FROM outbox").orElseThrow());
  }

  @Test
  void whatANewerProgramWroteStopsTheReplica() {
    String newer = "{\"time\":1,\"origin\":\"o\",\"do\":\"DanceOnTheTable\",\"with\":{}}";
    LogRecord record = new LogRecord(0, newer.getBytes(StandardCharsets.UTF_8));
    assertThrows(UnknownCommand.class, () -> machine.apply(List.of(record)));
    assertEquals(0, machine.next());
  }

  @Test
  void whenTheStoreIsFullNothingOfTheBatchIsAppliedAndItCanBeAppliedLater() {
    apply(createRoom());
    for (int time = 0; time < 3; time++) {
      byte[] digest = machine.digest();
      long next = machine.next();
      long pages = db.number("PRAGMA page_count").orElseThrow();
      db.execute("PRAGMA max_page_count = " + pages);
      List<LogRecord> batch = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        batch.add(record(say("t" + time + "." + i, "가".repeat(10_000))));
      }
      assertThrows(StoreUnavailable.class, () -> machine.apply(batch));
      assertThrows(StoreUnavailable.class, () -> machine.apply(batch));
      assertEquals(next, machine.next());
      assertArrayEquals(digest, machine.digest());
      db.execute("PRAGMA max_page_count = " + (pages + 10_000));
      assertEquals(50, machine.apply(batch).size());
    }
    assertArrayEquals(machine.digest(), digestOfReplay());
  }

  /** A request's nesting is limited; in the log it is nested more deeply. */
  @Test
  void theDeepestRequestCanBeReadBackFromTheLog() {
    StringBuilder deep = new StringBuilder();
    deep.append("{\"a\":".repeat(Json.DEPTH_MAX - 1)).append("{}");
    deep.append("}".repeat(Json.DEPTH_MAX - 1));
    apply(createRoom());
    ObjectNode content = (ObjectNode) Json.parse(deep.toString());
    Outcome sent = apply(send("deep", content));
    assertInstanceOf(Outcome.Accepted.class, sent);
    KeyCommand wrapped =
        new KeyCommand.SendToDevice(
            SOONI,
            SOONI,
            new DeviceId("D"),
            "t",
            "test",
            List.of(new KeyCommand.DeviceMessage("*", content)));
    assertInstanceOf(Outcome.Accepted.class, apply(new ShardCommand.Deliver(0, 1, wrapped)));
  }

  /**
   * A refused command's new actors are rolled back; the next new user must not get their identity.
   */
  @Test
  void aRefusedRoomLeavesNoPeopleBehind() {
    List<NewEvent> events =
        List.of(
            new NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
            new NewEvent("m.room.member", SOONI.value(), Json.object().put("membership", "join")),
            new NewEvent("m.room.name", "", Json.object().put("name", "가".repeat(65_536))));
    Outcome refused = apply(new RoomCommand.CreateRoom(ROOM, SOONI, "11", false, 1, events));
    assertInstanceOf(Outcome.Refused.class, refused);
    UserId other = new UserId("@other:example.org");
    List<NewEvent> fine =
        List.of(
            new NewEvent("m.room.create", "", Json.object().put("room_version", "11")),
            new NewEvent("m.room.member", other.value(), Json.object().put("membership", "join")),
            new NewEvent(
                "m.room.member", SOONI.value(), Json.object().put("membership", "invite")));
    apply(new RoomCommand.CreateRoom(ROOM, other, "11", false, 1, fine));
    assertEquals(
        List.of(other + " join", SOONI + " invite"),
        db.list(
            "SELECT a.user, m.membership FROM member m JOIN actor a ON a.id = m.user ORDER BY a.id",
            row -> row.getString(1) + " " + row.getString(2)));
  }
}
