package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bongsu.apply.Change;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand.Action;
import org.bongsu.command.DelayedEventCommand.ChangeDelayedEvent;
import org.bongsu.command.DelayedEventCommand.DelayEvent;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.event.EventTypes;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.shard.Shards;
import org.bongsu.testing.SetClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leader fires what is due by its clock, whatever the clock does. */
class TimerDriverTest {
  private static final UserId SOONBOK = new UserId("@soonbok:localhost");
  private static final RoomId ROOM = new RoomId("!봉수대:localhost");

  private final SetClock clock = new SetClock();
  private Shards shards;
  private ShardTimers timers;
  private boolean leader = true;

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    shards = Shards.openLocal(data, new ShardMap(1), clock);
    timers = new ShardTimers(0, shards, () -> leader, clock);
    accept(
        new RoomCommand.CreateRoom(
            ROOM,
            SOONBOK,
            "11",
            false,
            1,
            List.of(
                new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
                new NewEvent(
                    EventTypes.MEMBER, SOONBOK.value(), Json.object().put("membership", "join")))));
  }

  @AfterEach
  void close() {
    shards.close();
  }

  private void accept(Command command) {
    assertInstanceOf(Outcome.Accepted.class, shards.apply(command).outcome());
  }

  private void delay(String delayId, long millis) {
    NewEvent event = new NewEvent(EventTypes.MESSAGE, null, Json.object().put("body", delayId));
    accept(new DelayEvent(ROOM, SOONBOK, new DeviceId("D"), null, delayId, millis, event));
    timers.set(clock.millis + millis);
  }

  private long sent() {
    return shards
        .readers()
        .read(0, db -> db.number("SELECT count(*) FROM event WHERE type = 'm.room.message'"))
        .orElseThrow();
  }

  @Test
  void withoutTimersItWaitsLong() throws Exception {
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
  }

  @Test
  void itWaitsForTheEarliestAndFiresDueTimers() throws Exception {
    delay("later", 700);
    delay("soon", 300);
    assertEquals(300, timers.turn());
    clock.millis += 299;
    assertEquals(1, timers.turn());
    assertEquals(0, sent());
    clock.millis += 1;
    assertEquals(0, timers.turn());
    assertEquals(1, sent());
    assertEquals(400, timers.turn());
    assertEquals(0, timers.lateMillis());
    clock.millis += 5_400;
    timers.turn();
    assertEquals(5_000, timers.lateMillis());
    assertEquals(2, sent());
    assertEquals(2, timers.fired());
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
  }

  @Test
  void onlyTheLeaderFiresAndANewLeaderFindsTheTimers() throws Exception {
    leader = false;
    delay("mine", 10);
    clock.millis += 1_000;
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
    assertEquals(0, sent());
    // Another node, which has no state.
    ShardTimers next = new ShardTimers(0, shards, () -> true, clock);
    assertEquals(0, next.turn());
    assertEquals(1, sent());
    leader = true; // the first one leads again, with its old state
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
    assertEquals(1, sent());
  }

  @Test
  void aClockThatGoesBackMakesItLateButNotBusy() throws Exception {
    delay("one", 500);
    clock.millis -= 3_600_000;
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
    assertEquals(0, sent());
    clock.millis += 7_200_000; // and forwards, past it
    assertEquals(0, timers.turn());
    assertEquals(1, sent());
  }

  @Test
  void aClockThatGoesBackWhileItFiresDoesNotMakeItBusyEither() throws Exception {
    long due = clock.millis + 500;
    delay("one", 500);
    SetClock ahead = new SetClock();
    ahead.millis = due;
    // Entries get the shards' time, which is behind the driver's.
    ShardTimers hasty = new ShardTimers(0, shards, () -> true, ahead);
    assertEquals(ShardTimers.CHECK_MILLIS, hasty.turn());
    assertEquals(0, sent());
    clock.millis = due;
    assertEquals(0, hasty.turn());
    assertEquals(1, sent());
  }

  @Test
  void aCancelledOrMovedTimerCostsOneCheck() throws Exception {
    delay("cancelled", 200);
    delay("moved", 100);
    assertEquals(100, timers.turn());
    accept(new ChangeDelayedEvent("cancelled", SOONBOK, Action.CANCEL));
    clock.millis += 50;
    accept(new ChangeDelayedEvent("moved", SOONBOK, Action.RESTART));
    clock.millis += 50;
    assertEquals(50, timers.turn());
    clock.millis += 100;
    assertEquals(0, timers.turn());
    assertEquals(1, sent());
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
  }

  @Test
  void manyAreFiredBatchByBatch() throws Exception {
    int more = 3;
    for (int i = 0; i < 100; i++) {
      delay("first" + i, 10);
    }
    UserId other = new UserId("@gildong:localhost");
    accept(
        new RoomCommand.SendEvent(
            ROOM,
            SOONBOK,
            null,
            null,
            new NewEvent(EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")),
            null));
    accept(
        new RoomCommand.SendEvent(
            ROOM,
            other,
            null,
            null,
            new NewEvent(EventTypes.MEMBER, other.value(), Json.object().put("membership", "join")),
            null));
    for (int i = 100; i < ShardTimers.BATCH_MAX + more; i++) {
      NewEvent event = new NewEvent(EventTypes.MESSAGE, null, Json.object().put("body", "" + i));
      accept(new DelayEvent(ROOM, other, new DeviceId("D"), null, "more" + i, 10, event));
    }
    clock.millis += 10;
    assertEquals(0, timers.turn());
    assertEquals(ShardTimers.BATCH_MAX, timers.fired());
    assertEquals(0, timers.turn());
    assertEquals(ShardTimers.BATCH_MAX + more, timers.fired());
    assertEquals(ShardTimers.CHECK_MILLIS, timers.turn());
  }

  @Test
  void theDriverWakesUpForATimerThatIsSet() throws Exception {
    CountDownLatch sent = new CountDownLatch(2);
    try (TimerDriver _ = TimerDriver.start(shards, () -> true, clock)) {
      shards.subscribe((shard, next, changes) ->
          changes.stream()
              .filter(Change.InRoom.class::isInstance)
              .forEach(change -> sent.countDown()));
      delay("one", 0);
      delay("two", 0);
      assertTrue(sent.await(20, TimeUnit.SECONDS));
    }
    assertEquals(2, sent());
  }
}
