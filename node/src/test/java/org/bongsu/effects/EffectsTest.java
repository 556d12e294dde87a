package org.bongsu.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.Peers;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.effects.Effect.Repetition;
import org.bongsu.effects.Effect.Result;
import org.bongsu.effects.LaneLimits.Overflow;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of effects, with an effect that records what it does, over real shards. */
class EffectsTest {
  private static final ShardMap MAP = new ShardMap(2);
  private static final int WAIT_SECONDS_MAX = 60;
  private static final UserId MINSU = new UserId("@minsu:bongsu.test");
  private static final RoomId ROOM = new RoomId("!room:bongsu.test");
  private static final RoomId OTHER = new RoomId("!other:bongsu.test");
  private static final RetryPolicy RETRY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 0.5, 4);
  private static final LaneLimits LIMITS =
      new LaneLimits(10, 10, 100, 100, true, Overflow.DROP_OLDEST);

  @TempDir Path data;
  private Shards shards;
  private CommandGateway commands;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  /** The site that leads. */
  private final AtomicReference<String> leader = new AtomicReference<>("A");

  @BeforeEach
  void start() throws Exception {
    shards = Shards.openLocal(data, MAP, Clock.systemUTC());
    commands = new CommandGateway(shards, Peers.NONE);
    commands.apply(new UserCommand.RegisterUser(MINSU, null, false, null));
    for (RoomId room : List.of(ROOM, OTHER)) {
      RoomCommand.NewEvent create =
          new RoomCommand.NewEvent("m.room.create", "", Json.object().put("room_version", "11"));
      RoomCommand.NewEvent join =
          new RoomCommand.NewEvent(
              "m.room.member", MINSU.value(), Json.object().put("membership", "join"));
      accepted(new RoomCommand.CreateRoom(room, MINSU, "11", false, 1, List.of(create, join)));
    }
  }

  @AfterEach
  void stop() {
    shards.close();
  }

  private void accepted(RoomCommand command) {
    assertInstanceOf(Outcome.Accepted.class, commands.apply(command));
  }

  private void say(RoomId room, String... texts) {
    for (String text : texts) {
      RoomCommand.NewEvent message =
          new RoomCommand.NewEvent("m.room.message", null, Json.object().put("body", text));
      accepted(new RoomCommand.SendEvent(room, MINSU, null, null, message, null));
    }
  }

  private Effects open(String site, RecordingEffect effect) {
    return Effects.open(
        new EffectSurroundings(
            shards, commands, shard -> leader.get().equals(site), () -> 0.5, pauses::add),
        List.of(effect));
  }

  private static RecordingEffect effect(RecordingEffect.World world) {
    return new RecordingEffect(world, Repetition.AT_LEAST_ONCE, RETRY, LIMITS);
  }

  /** Records every attempt, in order, and returns the configured results. */
  private static final class Receiver implements RecordingEffect.World {
    private final LinkedBlockingQueue<String> tried = new LinkedBlockingQueue<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);
    final Set<String> unwanted = ConcurrentHashMap.newKeySet();

    /** By idempotency key: what a receiver that drops repetitions has done. */
    final Map<String, String> done = new ConcurrentHashMap<>();

    @Override
    public Result perform(RecordingEffect.Task task) throws InterruptedException {
      tried.add(task.body());
      if (held.contains(task.body())) {
        released.await();
      }
      if (failures.merge(task.body(), -1, Integer::sum) >= 0) {
        return new Result.Failed("as configured");
      }
      done.put(task.idempotencyKey(), task.body());
      return new Result.Done();
    }

    @Override
    public boolean wants(RecordingEffect.Task task) {
      return !unwanted.contains(task.body());
    }

    void failTimes(String body, int times) {
      failures.put(body, times);
    }

    /** Attempts of this do not end before {@link #release}. */
    void hold(String body) {
      held.add(body);
    }

    void release() {
      released.countDown();
    }

    String next() throws InterruptedException {
      String next = tried.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      return next == null ? fail("nothing was tried in " + WAIT_SECONDS_MAX + " s") : next;
    }

    List<String> next(int count) throws InterruptedException {
      List<String> found = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        found.add(next());
      }
      return found;
    }

    List<String> left() {
      return List.copyOf(tried);
    }
  }

  /** Waits for a condition that other threads make true; fails if it stays false. */
  private static void await(String what, java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("not within " + WAIT_SECONDS_MAX + " s: " + what);
      }
      Thread.sleep(5);
    }
  }

  private static EffectCounts counts(Effects effects) {
    return effects.counts().getFirst();
  }

  private Optional<String> waiting(RoomId room) {
    return shards
        .readers()
        .read(
            shards.shardOf(room.value()),
            db ->
                db.text("SELECT waiting FROM effects_done WHERE worker = ?", RecordingEffect.NAME));
  }

  /** Waits until all messages so far are examined and this number of tasks waits. */
  private void awaitWritten(RoomId room, int tasks) throws InterruptedException {
    int shard = shards.shardOf(room.value());
    long said = shards.positions()[shard];
    await(
        "progress up to " + said,
        () ->
            shards
                .readers()
                .read(
                    shard,
                    db ->
                        db.exists(
                            "SELECT 1 FROM effects_done WHERE worker = ? AND position >= ?"
                                + " AND json_array_length(waiting) = ?",
                            RecordingEffect.NAME,
                            said,
                            tasks)));
  }

  @Test
  void tasksAreDoneOnceAndInOrderFromTheFirstStartOn() throws Exception {
    Receiver receiver = new Receiver();
    say(ROOM, "전에");
    try (Effects effects = open("A", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "둘", "셋");
      assertEquals(List.of("하나", "둘", "셋"), receiver.next(3));
      await("counts", () -> counts(effects).done() == 3);
      assertEquals(new EffectCounts("recording", 0, 3, 0, 0, 0), counts(effects));
    }
    assertEquals(Optional.of("[]"), waiting(ROOM));
    assertEquals(List.of(), receiver.left());
  }

  @Test
  void failuresAreRetriedAfterGrowingPausesWithoutDelayingOthers() throws Exception {
    Receiver receiver = new Receiver();
    receiver.failTimes("하나", 3);
    try (Effects effects = open("A", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "둘");
      assertEquals(List.of("하나", "하나", "하나", "하나", "둘"), receiver.next(5));
      await("counts", () -> counts(effects).done() == 2);
      assertEquals(new EffectCounts("recording", 0, 2, 3, 0, 0), counts(effects));
    }
    List<Duration> doubled =
        List.of(Duration.ofMillis(1_250), Duration.ofMillis(2_500), Duration.ofMillis(5_000));
    assertEquals(doubled, pauses);
  }

  @Test
  void aTaskThatFailsTooOftenIsGivenUpAndTheNextTriedOnce() throws Exception {
    Receiver receiver = new Receiver();
    receiver.failTimes("하나", 4);
    receiver.failTimes("둘", 1);
    receiver.hold("하나");
    try (Effects effects = open("A", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "둘", "셋");
      await("all wait", () -> counts(effects).queued() == 3);
      receiver.release();
      assertEquals(List.of("하나", "하나", "하나", "하나", "둘", "셋"), receiver.next(6));
      await("counts", () -> counts(effects).done() == 1);
      assertEquals(new EffectCounts("recording", 0, 1, 3, 2, 0), counts(effects));
    }
    assertEquals(Optional.of("[]"), waiting(ROOM));
  }

  @Test
  void aSlowRecipientDelaysNoOtherAndLosesItsOldestTasks() throws Exception {
    Receiver receiver = new Receiver();
    receiver.hold("느린");
    LaneLimits few = new LaneLimits(10, 10, 3, 100, true, Overflow.DROP_OLDEST);
    RecordingEffect effect = new RecordingEffect(receiver, Repetition.AT_LEAST_ONCE, RETRY, few);
    try (Effects effects = open("A", effect)) {
      await("its rows", () -> waiting(ROOM).isPresent() && waiting(OTHER).isPresent());
      say(ROOM, "느린");
      assertEquals("느린", receiver.next());
      say(ROOM, "하나", "둘", "셋", "넷");
      say(OTHER, "다른 방");
      assertEquals("다른 방", receiver.next());
      await("the oldest to go", () -> counts(effects).givenUp() == 2);
      receiver.release();
      assertEquals(List.of("둘", "셋", "넷"), receiver.next(3));
    }
  }

  @Test
  void obsoleteTasksAreNotDone() throws Exception {
    Receiver receiver = new Receiver();
    receiver.unwanted.add("지운");
    try (Effects effects = open("A", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "지운", "남은");
      assertEquals("남은", receiver.next());
      await("counts", () -> counts(effects).done() == 1);
      assertEquals(new EffectCounts("recording", 0, 1, 0, 0, 1), counts(effects));
    }
  }

  @Test
  void aDefectSkipsOneEntryOnly() throws Exception {
    Receiver receiver = new Receiver();
    try (Effects effects = open("A", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "결함", "둘");
      assertEquals(List.of("하나", "둘"), receiver.next(2));
      await("counts", () -> counts(effects).done() == 2);
    }
  }

  @Test
  void aRestartRepeatsNothingAndContinuesWithWaitingTasks() throws Exception {
    Receiver receiver = new Receiver();
    receiver.hold("둘");
    try (Effects effects = open("A", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "둘", "셋");
      assertEquals(List.of("하나", "둘"), receiver.next(2));
      await("counts", () -> counts(effects).done() == 1 && counts(effects).queued() == 2);
    } // it ends during the second attempt
    assertTrue(waiting(ROOM).orElseThrow().contains("셋"), waiting(ROOM).toString());
    say(ROOM, "넷");
    receiver.release();
    try (Effects effects = open("A", effect(receiver))) {
      assertEquals(List.of("둘", "셋", "넷"), receiver.next(3));
      await("counts", () -> counts(effects).done() == 3);
    }
    assertEquals(Set.of("하나", "둘", "셋", "넷"), Set.copyOf(receiver.done.values()));
    assertEquals(4, receiver.done.size());
  }

  /** The first site's running task is performed again, and its receiver sees the same key. */
  @Test
  void anotherSiteTakesOverInTheMiddle() throws Exception {
    Receiver receiver = new Receiver();
    receiver.hold("둘");
    try (Effects a = open("A", effect(receiver));
        Effects b = open("B", effect(receiver))) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "둘", "셋");
      assertEquals(List.of("하나", "둘"), receiver.next(2));
      awaitWritten(ROOM, 2);
      leader.set("B");
      assertEquals("둘", receiver.next(), "the other site tries it, too");
      say(ROOM, "넷");
      receiver.release();
      assertEquals(List.of("셋", "넷"), receiver.next(2));
      await("counts", () -> counts(b).done() == 3 && counts(a).queued() == 0);
      awaitWritten(ROOM, 0);
      leader.set("A");
      say(ROOM, "다섯");
      assertEquals("다섯", receiver.next(), "the first site leads again and repeats nothing");
      await("all done", () -> receiver.done.size() == 5);
    }
    assertEquals(List.of(), receiver.left());
  }

  /**
   * The start of a task is in the log before it is performed, so a new leader does not repeat it.
   */
  @Test
  void atMostOnceIsNotRepeatedByANewLeader() throws Exception {
    Receiver receiver = new Receiver();
    receiver.hold("둘");
    receiver.failTimes("하나", 2);
    RecordingEffect once = new RecordingEffect(receiver, Repetition.AT_MOST_ONCE, RETRY, LIMITS);
    try (Effects a = open("A", once);
        Effects b = open("B", once)) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "하나", "둘", "셋");
      assertEquals(List.of("하나", "하나", "하나", "둘"), receiver.next(4), "what failed is again");
      assertFalse(waiting(ROOM).orElseThrow().contains("둘"));
      leader.set("B");
      assertEquals("셋", receiver.next(), "the second one is not repeated");
      receiver.release();
      await("counts", () -> counts(b).done() == 1 && counts(a).queued() == 0);
      assertEquals(List.of(), receiver.left());
    }
    assertEquals(Set.of("하나", "둘", "셋"), Set.copyOf(receiver.done.values()));
  }

  @Test
  void heldBackTasksAreNotLost() throws Exception {
    Receiver receiver = new Receiver();
    receiver.hold("0");
    LaneLimits few = new LaneLimits(10, 10, 1, 3, true, Overflow.HOLD_BACK);
    RecordingEffect effect = new RecordingEffect(receiver, Repetition.AT_LEAST_ONCE, RETRY, few);
    try (Effects effects = open("A", effect)) {
      await("its row", () -> waiting(ROOM).isPresent());
      say(ROOM, "0", "1", "2");
      await("as much as may wait", () -> counts(effects).queued() == 3);
      List<String> said = new ArrayList<>();
      for (int i = 3; i < 30; i++) {
        said.add(Integer.toString(i));
        say(ROOM, said.getLast());
      }
      assertEquals(3, counts(effects).queued());
      assertEquals("0", receiver.next());
      receiver.release();
      assertEquals(List.of("1", "2"), receiver.next(2));
      assertEquals(said, receiver.next(27));
      await("counts", () -> counts(effects).done() == 30);
      assertEquals(0, counts(effects).givenUp());
    }
  }
}
