package org.bongsu.delayed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand.Action;
import org.bongsu.command.DelayedEventCommand.ChangeDelayedEvent;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.command.TimerSubject;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.bongsu.timer.Timers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Delayed events on one shard, at chosen times. */
class DelayedEventApplyTest {
  private static final UserId SOONBOK = new UserId("@soonbok:localhost");
  private static final UserId GILDONG = new UserId("@gildong:localhost");
  private static final RoomId ROOM = new RoomId("!봉수대:localhost");
  private static final DeviceId DEVICE = new DeviceId("D");

  private Db db;
  private StateMachine machine;
  private long position;
  private long now = 1_665_814_740_000L;

  @BeforeEach
  void open(@TempDir Path directory) {
    db = new ShardFile(directory.resolve("000.db")).openWriter();
    machine = new StateMachine(0, new ShardMap(1), db);
    accept(
        new RoomCommand.CreateRoom(
            ROOM,
            SOONBOK,
            "11",
            false,
            1,
            List.of(
                new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
                new NewEvent(EventTypes.MEMBER, SOONBOK.value(), membership("join")),
                new NewEvent(
                    EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")))));
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static ObjectNode membership(String membership) {
    return Json.object().put("membership", membership);
  }

  private Outcome apply(Command command) {
    byte[] payload = EntryCodec.encode(now, "test", command);
    return machine.apply(List.of(new LogRecord(position++, payload))).getFirst().outcome();
  }

  private ObjectNode accept(Command command) {
    return assertInstanceOf(Outcome.Accepted.class, apply(command)).result();
  }

  private Refusal refuse(Command command) {
    return assertInstanceOf(Outcome.Refused.class, apply(command)).why();
  }

  private static DelayEvent delay(UserId sender, String delayId, long millis, String text) {
    return delay(sender, null, delayId, millis, message(text));
  }

  private static DelayEvent delay(
      UserId sender, @Nullable String transactionId, String delayId, long millis, NewEvent event) {
    return new DelayEvent(ROOM, sender, DEVICE, transactionId, delayId, millis, event);
  }

  private static NewEvent message(String text) {
    return new NewEvent(EventTypes.MESSAGE, null, Json.object().put("body", text));
  }

  private ObjectNode fire(String delayId, long due) {
    return accept(new FireTimer(TimerSubject.DELAYED_EVENT, delayId, due));
  }

  private long count(String text) {
    return db.number("SELECT count(*) FROM event WHERE content LIKE ?", "%" + text + "%")
        .orElseThrow();
  }

  private boolean waits(String delayId) {
    return new Timers(db).find(TimerSubject.DELAYED_EVENT, delayId).isPresent();
  }

  @Test
  void anEventIsSentWhenItsTimerFires() {
    long due = now + 500;
    accept(delay(SOONBOK, "d1", 500, "나중"));
    now += 499;
    assertFalse(fire("d1", due).path("fired").booleanValue());
    assertEquals(0, count("나중"));
    now += 1;
    ObjectNode fired = fire("d1", due);
    assertTrue(fired.path("fired").booleanValue());
    assertTrue(fired.path("result").path("event_id").stringValue().startsWith("$"));
    assertFalse(fire("d1", due).path("fired").booleanValue());
    assertEquals(1, count("나중"));
    assertEquals(
        now, db.number("SELECT max(time) FROM event WHERE type = 'm.room.message'").orElseThrow());
  }

  @Test
  void theRulesOfTheRoomAreAskedWhenItIsSent() {
    assertEquals(Refusal.FORBIDDEN, refuse(delay(GILDONG, "d0", 500, "밖에서")));
    setMember(GILDONG, GILDONG, "join");
    long due = now + 500;
    accept(delay(GILDONG, "d1", 500, "쫓겨난 뒤"));
    setMember(SOONBOK, GILDONG, "ban");
    now = due;
    ObjectNode fired = fire("d1", due);
    assertEquals("FORBIDDEN", fired.path("refused").asString());
    assertEquals(0, count("쫓겨난 뒤"));
    assertFalse(waits("d1"));
  }

  private void setMember(UserId sender, UserId target, String membership) {
    NewEvent event = new NewEvent(EventTypes.MEMBER, target.value(), membership(membership));
    accept(new RoomCommand.SendEvent(ROOM, sender, null, null, event, null));
  }

  @Test
  void aRestartMovesItAndACancelEndsIt() {
    long due = now + 500;
    accept(delay(SOONBOK, "d1", 500, "다시"));
    now += 400;
    accept(new ChangeDelayedEvent("d1", SOONBOK, Action.RESTART));
    now = due;
    assertFalse(fire("d1", due).path("fired").booleanValue());
    accept(new ChangeDelayedEvent("d1", null, Action.CANCEL));
    now = due + 400;
    assertFalse(fire("d1", due + 400).path("fired").booleanValue());
    assertEquals(0, count("다시"));
    for (Action action : Action.values()) {
      assertEquals(Refusal.NOT_FOUND, refuse(new ChangeDelayedEvent("d1", SOONBOK, action)));
    }
  }

  @Test
  void itCanBeSentAtOnce() {
    long due = now + 500;
    accept(delay(SOONBOK, "d1", 500, "지금"));
    assertEquals(Refusal.NOT_FOUND, refuse(new ChangeDelayedEvent("d1", GILDONG, Action.SEND)));
    accept(new ChangeDelayedEvent("d1", SOONBOK, Action.SEND));
    assertEquals(1, count("지금"));
    now = due;
    assertFalse(fire("d1", due).path("fired").booleanValue());
    assertEquals(1, count("지금"));
  }

  @Test
  void whatCannotBeSentAtOnceGoesOnWaiting() {
    setMember(GILDONG, GILDONG, "join");
    accept(delay(GILDONG, "d1", 500, "말"));
    setMember(SOONBOK, GILDONG, "leave");
    assertEquals(Refusal.FORBIDDEN, refuse(new ChangeDelayedEvent("d1", GILDONG, Action.SEND)));
    assertTrue(waits("d1"));
  }

  @Test
  void aRetriedTransactionSchedulesOnce() {
    assertEquals(
        "d1", accept(delay(SOONBOK, "t", "d1", 500, message("a"))).path("delay_id").asString());
    assertEquals(
        "d1", accept(delay(SOONBOK, "t", "d2", 500, message("a"))).path("delay_id").asString());
    assertFalse(waits("d2"));
    assertEquals(Refusal.CONFLICT, refuse(delay(SOONBOK, "u", "d1", 500, message("b"))));
  }

  @Test
  void aRedactionCanWait() {
    NewEvent said = message("사라질 말");
    String event =
        accept(new RoomCommand.SendEvent(ROOM, SOONBOK, null, null, said, null))
            .path("event_id")
            .asString();
    NewEvent redaction =
        new NewEvent(EventTypes.REDACTION, null, Json.object().put("redacts", event));
    NewEvent nonsense = new NewEvent(EventTypes.REDACTION, null, Json.object().put("redacts", 1));
    long due = now + 500;
    accept(delay(SOONBOK, null, "d1", 500, redaction));
    accept(delay(SOONBOK, null, "d2", 500, nonsense));
    now = due;
    fire("d1", due);
    assertEquals(0, count("사라질 말"));
    assertEquals("INVALID", fire("d2", due).path("refused").asString());
  }

  @Test
  void nothingOfADeactivatedAccountIsSent() {
    accept(delay(SOONBOK, "d1", 500, "떠난 뒤"));
    accept(new UserCommand.UserDeactivated(SOONBOK));
    assertFalse(waits("d1"));
  }

  @Test
  void aTimerThatMeetsADefectIsPutAside() {
    long due = now + 500;
    accept(delay(SOONBOK, "d1", 500, "말"));
    db.execute("UPDATE timer SET payload = '{\"room\":7}'");
    now = due;
    assertEquals(Refusal.INTERNAL, refuse(new FireTimer(TimerSubject.DELAYED_EVENT, "d1", due)));
    assertFalse(waits("d1"));
  }
}
