package org.bongsu.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bongsu.apply.Change;
import org.bongsu.apply.ShardMap;
import org.bongsu.apply.Tx;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.command.TimerSubject;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers over a real store, with an owner that records what fires. */
class TimersTest {
  private static final TimerSubject SUBJECT = TimerSubject.DELAYED_EVENT;
  private static final String OWNER = "@soonbok:localhost";

  private final List<Timer> fired = new ArrayList<>();
  private TimerOwner owner = this::note;
  private Db db;
  private Timers timers;
  private long position;

  @BeforeEach
  void open(@TempDir Path directory) {
    db = new ShardFile(directory.resolve("000.db")).openWriter();
    timers = new Timers(db);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private Outcome note(Timer timer, Tx tx) {
    fired.add(timer);
    return Outcome.accepted();
  }

  private Tx at(long timeMillis) {
    return new Tx(db, new ShardMap(1), position++, timeMillis, CommandLevels.NEWEST, false);
  }

  private static Timer timer(String id, long due) {
    return new Timer(SUBJECT, id, due, OWNER, Json.object().put("what", id));
  }

  private void set(String id, long due) {
    assertEquals(Optional.empty(), timers.set(at(0), timer(id, due)));
  }

  private boolean fire(String id, long due, long timeMillis) {
    Outcome outcome =
        timers.fire(new FireTimer(SUBJECT, id, due), at(timeMillis), subject -> owner);
    return ((Outcome.Accepted) outcome).result().path("fired").booleanValue();
  }

  @Test
  void aTimerFiresOnceHoweverOftenItIsAppended() {
    set("a", 100);
    assertTrue(fire("a", 100, 100));
    assertFalse(fire("a", 100, 100));
    assertFalse(fire("a", 100, 5_000));
    assertEquals(List.of(timer("a", 100)), fired);
  }

  @Test
  void itDoesNotFireBeforeItIsDueByTheTimeOfTheEntry() {
    set("a", 100);
    assertFalse(fire("a", 100, 99));
    assertEquals(List.of(), fired);
    assertTrue(fire("a", 100, 5_000)); // late is fine
  }

  @Test
  void aCancelledOneDoesNotFire() {
    set("a", 100);
    assertTrue(timers.cancel(SUBJECT, "a"));
    assertFalse(timers.cancel(SUBJECT, "a"));
    assertFalse(fire("a", 100, 100));
    assertEquals(OptionalLong.empty(), timers.earliest());
  }

  @Test
  void oneThatWasMovedFiresAtItsNewTimeOnly() {
    set("a", 100);
    set("a", 300);
    assertEquals(1, timers.pending(SUBJECT, OWNER));
    assertFalse(fire("a", 100, 300));
    assertTrue(fire("a", 300, 300));
    assertEquals(List.of(timer("a", 300)), fired);
  }

  @Test
  void anOwnerMaySetTheNextOneWhenItFires() {
    owner =
        (timer, tx) -> {
          timers.set(tx, timer(timer.id(), timer.dueMillis() + 100));
          return note(timer, tx);
        };
    set("daily", 100);
    assertTrue(fire("daily", 100, 120));
    assertFalse(fire("daily", 100, 120));
    assertFalse(fire("daily", 200, 199));
    assertTrue(fire("daily", 200, 200));
    assertEquals(OptionalLong.of(300), timers.earliest());
    assertEquals(List.of(timer("daily", 100), timer("daily", 200)), fired);
  }

  @Test
  void aRefusalOfTheOwnerIsNotedAndTheTimerIsGone() {
    owner = (timer, tx) -> Outcome.refused(Refusal.FORBIDDEN, "no");
    set("a", 100);
    Outcome outcome = timers.fire(new FireTimer(SUBJECT, "a", 100), at(100), subject -> owner);
    assertEquals(
        new Outcome.Accepted(Json.object().put("fired", true).put("refused", "FORBIDDEN")),
        outcome);
    assertEquals(Optional.empty(), timers.find(SUBJECT, "a"));
  }

  @Test
  void whatIsDueIsReadInOrderAndBounded() {
    set("c", 30);
    set("a", 10);
    set("d", 40);
    set("b", 20);
    assertEquals(OptionalLong.of(10), timers.earliest());
    assertEquals(List.of(), timers.due(9, 10));
    assertEquals(
        List.of(
            new FireTimer(SUBJECT, "a", 10),
            new FireTimer(SUBJECT, "b", 20),
            new FireTimer(SUBJECT, "c", 30)),
        timers.due(30, 10));
    assertEquals(List.of(new FireTimer(SUBJECT, "a", 10)), timers.due(100, 1));
  }

  /** A million pending timers must cost nothing. */
  @Test
  void theLeaderReadsAnIndexAndNothingElse() {
    for (String query :
        List.of(
            "SELECT due FROM timer ORDER BY due LIMIT 1",
            "SELECT subject, id, due FROM timer WHERE due <= 5 ORDER BY due, subject, id LIMIT 3")) {
      List<String> plan = db.list("EXPLAIN QUERY PLAN " + query, row -> row.getString(4));
      assertEquals(1, plan.size(), plan::toString);
      assertTrue(plan.getFirst().contains("USING COVERING INDEX timer_by_due"), plan::toString);
    }
  }

  @Test
  void anOwnerHasALimit() {
    for (int i = 0; i < SUBJECT.pendingPerOwnerMax(); i++) {
      set("t" + i, i);
    }
    assertEquals(
        Refusal.LIMIT_REACHED, timers.set(at(0), timer("one more", 5)).orElseThrow().why());
    set("t0", 500); // moving one does not count
    timers.cancel(SUBJECT, "t1");
    set("one more", 5);
    timers.cancelAll(SUBJECT, OWNER);
    assertEquals(0, timers.pending(SUBJECT, OWNER));
  }

  @Test
  void aPayloadHasALimit() {
    int around = "{\"what\":\"\"}".length();
    Timer most = new Timer(SUBJECT, "a", 1, OWNER, payload(SUBJECT.payloadBytesMax() - around));
    Timer more = new Timer(SUBJECT, "b", 1, OWNER, payload(SUBJECT.payloadBytesMax() - around + 1));
    assertEquals(Optional.empty(), timers.set(at(0), most));
    assertEquals(Refusal.TOO_LARGE, timers.set(at(0), more).orElseThrow().why());
    assertEquals(Optional.of(most), timers.find(SUBJECT, "a"));
  }

  private static tools.jackson.databind.node.ObjectNode payload(int letters) {
    return Json.object().put("what", "x".repeat(letters));
  }

  @Test
  void settingATimerPublishesAChange() {
    Tx tx = at(0);
    timers.set(tx, timer("a", 100));
    assertEquals(List.of(new Change.OfTimer(100)), tx.changes());
  }
}
