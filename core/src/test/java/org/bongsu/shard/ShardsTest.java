package org.bongsu.shard;

import static java.time.Clock.systemUTC;
import static org.bongsu.command.CommandLevels.NEWEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LocalLog;
import org.bongsu.log.Log;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
import org.bongsu.store.StoreUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All shards of one machine with their threads, log and relay. */
class ShardsTest {
  private static final ShardMap MAP = new ShardMap(4);

  @TempDir Path data;

  private Shards open() throws Exception {
    return Shards.openLocal(data, MAP, Clock.systemUTC());
  }

  private static UserCommand register(int number) {
    return new UserCommand.RegisterUser(
        new UserId("@user" + number + ":example.org"), null, false, null);
  }

  @Test
  void manyAtOnceAreAppliedAndKept() throws Exception {
    long[] positions;
    try (Shards shards = open()) {
      List<CompletableFuture<Applied>> answers =
          IntStream.range(0, 500).mapToObj(i -> shards.submit(register(i))).toList();
      for (CompletableFuture<Applied> answer : answers) {
        assertInstanceOf(Outcome.Accepted.class, answer.get().outcome());
      }
      positions = shards.positions();
      assertEquals(500 + MAP.count(), Arrays.stream(positions).sum());
    }
    try (Shards shards = open()) {
      assertEquals(Arrays.toString(positions), Arrays.toString(shards.positions()));
      assertInstanceOf(Outcome.Refused.class, shards.apply(register(7)).outcome());
    }
  }

  @Test
  void aFollowerGetsEveryEntryBeforeTheListeners() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    List<org.bongsu.log.LogRecord> followed = new CopyOnWriteArrayList<>();
    try (Shards shards = open()) {
      int shard = shards.shardOf(register(1).entity());
      long begin = shards.positions()[shard];
      shards.subscribe((number, next, changes) -> calls.add(number + " committed " + next));
      shards.follow((number, records) -> {
        records.stream().filter(record -> number == shard).forEach(followed::add);
        calls.add(number + " followed " + (records.getLast().position() + 1));
      });
      shards.apply(register(1));
      shards.apply(new UserCommand.LockUser(register(1).user(), true));
      assertEquals(
          List.of(
              shard + " followed " + (begin + 1),
              shard + " committed " + (begin + 1),
              shard + " followed " + (begin + 2),
              shard + " committed " + (begin + 2)),
          calls);
      assertEquals(
          List.of(register(1), new UserCommand.LockUser(register(1).user(), true)),
          followed.stream()
              .map(record -> EntryCodec.decode(record.position(), record.payload()).command())
              .toList());
    }
  }

  @Test
  void anEpochIsKeptUntilAnotherBegins() throws Exception {
    try (Shards shards = open()) {
      assertEquals("", shards.epoch());
      shards.begin("one");
      assertEquals("one", shards.epoch());
      long[] positions = shards.positions();
      shards.begin("one");
      assertEquals(Arrays.toString(positions), Arrays.toString(shards.positions()));
    }
    try (Shards shards = open()) {
      assertEquals("one", shards.epoch());
      shards.begin("two");
      assertEquals("two", shards.epoch());
    }
  }

  /** A store that was lost is rebuilt from the log. */
  @Test
  void aLostStoreIsRebuiltFromTheLog() throws Exception {
    try (Shards shards = open()) {
      for (int i = 0; i < 50; i++) {
        shards.apply(register(i));
      }
    }
    try (Stream<Path> files = Files.list(data.resolve("shards"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (Shards shards = open()) {
      assertEquals(50 + MAP.count(), Arrays.stream(shards.positions()).sum());
      assertInstanceOf(Outcome.Refused.class, shards.apply(register(7)).outcome());
    }
  }

  @Test
  void aBroadcastReachesAllShards() throws Exception {
    Applied before;
    try (Shards shards = open()) {
      shards.apply(register(1));
      UserId user = new UserId("@user1:example.org");
      Applied applied =
          shards.apply(new UserCommand.SetProfileField(user, "displayname", Json.parse("\"하나\"")));
      assertTrue(applied.deliveries().size() >= MAP.count());
      boolean reached = false;
      for (int i = 0; i < 30 && !reached; i++) { // each call waits up to two seconds
        reached = shards.awaitDelivered(applied);
      }
      assertTrue(reached, "the others have not learned of it");
      for (var delivery : applied.deliveries()) {
        long received =
            shards
                .readers()
                .read(
                    delivery.target(),
                    db ->
                        db.number("SELECT sequence FROM inbox WHERE source = ?", applied.shard())
                            .orElse(0));
        assertTrue(received >= delivery.sequence());
      }
      before = applied;
    }
    try (Shards shards = open()) {
      assertTrue(shards.awaitDelivered(before), "what was delivered before the start counts");
    }
  }

  @Test
  void aCommandThatIsTooLargeIsRefusedBeforeItIsWritten() throws Exception {
    try (Shards shards = open()) {
      String name = "가".repeat(400_000);
      MediaCommand large =
          new MediaCommand.StoreMedia(
              "media", new UserId("@user1:example.org"), "00", 1, "text/plain", name, false);
      assertThrows(RecordTooLarge.class, () -> shards.apply(large));
      assertInstanceOf(Outcome.Accepted.class, shards.apply(register(1)).outcome());
    }
  }

  /** A log that appends every record and reports that it is undecided. */
  private record UndecidedLog(Log log) implements Log {
    @Override
    public int shards() {
      return log.shards();
    }

    @Override
    public CompletableFuture<Long> append(int shard, byte[] record) {
      CompletableFuture<Long> forgotten = new CompletableFuture<>();
      log.append(shard, record)
          .thenAccept(position ->
              forgotten.completeExceptionally(
                  LogUnavailable.undecided("timed out", new TimeoutException())));
      return forgotten;
    }

    @Override
    public LogReader reader(int shard, long from) {
      return log.reader(shard, from);
    }

    @Override
    public long end(int shard) {
      return log.end(shard);
    }

    @Override
    public void trim(int shard, long before) {
      log.trim(shard, before);
    }

    @Override
    public void close() {
      log.close();
    }
  }

  /** An append that timed out but is in the log is answered as applied. */
  @Test
  void anAppliedCommandThatTimedOutIsAnsweredAsApplied() throws Exception {
    Shards.LogOpener forgetful =
        applied -> new UndecidedLog(LocalLog.open(data.resolve("log"), applied));
    try (Shards shards = Shards.open(data, MAP, forgetful, Clock.systemUTC(), Replicas.NONE)) {
      assertInstanceOf(Outcome.Accepted.class, shards.apply(register(1)).outcome());
      assertInstanceOf(Outcome.Refused.class, shards.apply(register(1)).outcome());
    }
  }

  /** One of several sites: whether it is the leader, and the level that all sites know. */
  private static final class Deployment implements Replicas {
    volatile boolean leads;
    volatile int level = CommandLevels.OLDEST;

    @Override
    public boolean isLeader() {
      return leads;
    }

    @Override
    public int level() {
      return level;
    }
  }

  private Shards open(Replicas replicas) throws Exception {
    return Shards.open(
        data, MAP, applied -> LocalLog.open(data.resolve("log"), applied), systemUTC(), replicas);
  }

  private static void await(BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, "not in time");
      Thread.sleep(5);
    }
  }

  @Test
  void aSingleMachineHasTheNewestLevelFromItsStart() throws Exception {
    for (int start = 0; start < 2; start++) {
      try (Shards shards = open()) {
        assertEquals(List.of(NEWEST, NEWEST, NEWEST, NEWEST), shards.levels());
        assertEquals(MAP.count(), Arrays.stream(shards.positions()).sum());
      }
    }
  }

  @Test
  void theLeaderActivatesALevelOnceEverySiteKnowsIt() throws Exception {
    Deployment deployment = new Deployment();
    deployment.leads = true;
    try (Shards shards = open(deployment)) {
      assertThrows(
          LogUnavailable.class, () -> shards.submit(0, new ShardCommand.ActivateLevel(NEWEST)));
      assertInstanceOf(Outcome.Accepted.class, shards.apply(register(1)).outcome());
      assertEquals(1, Arrays.stream(shards.positions()).sum(), "nobody has activated anything");
      deployment.level = NEWEST;
      await(() -> shards.levels().stream().allMatch(level -> level == NEWEST));
      deployment.level = CommandLevels.OLDEST; // one site has been silent for long
      assertInstanceOf(Outcome.Accepted.class, shards.apply(register(2)).outcome());
      assertEquals(List.of(NEWEST, NEWEST, NEWEST, NEWEST), shards.levels());
    }
  }

  @Test
  void whatIsOfANewerLevelThanTheLogIsNotAppended() throws Exception {
    Deployment deployment = new Deployment(); // another site leads
    deployment.level = NEWEST;
    try (Shards shards = open(deployment)) {
      ShardCommand.Deliver newer =
          new ShardCommand.Deliver(0, 1, new ShardCommand.ActivateLevel(NEWEST));
      assertThrows(LogUnavailable.class, () -> shards.submit(0, newer));
      assertEquals(0, Arrays.stream(shards.positions()).sum());
    }
  }

  @Test
  void aLevelOfANewerProgramStopsTheShardWithOneLine() throws Exception {
    List<LogRecord> lines = new CopyOnWriteArrayList<>();
    Handler listener = listener(lines);
    Logger logger = Logger.getLogger(Shard.class.getName());
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
    Log[] log = new Log[1];
    Shards.LogOpener opener = applied -> log[0] = LocalLog.open(data.resolve("log"), applied);
    try (Shards shards = Shards.open(data, MAP, opener, systemUTC(), new Deployment())) {
      ShardCommand newer = new ShardCommand.ActivateLevel(NEWEST + 1);
      log[0].append(2, EntryCodec.encode(1, "a newer program", newer)).get();
      await(() -> shards.states().get(2) == Shard.State.STOPPED);
      assertEquals(0, shards.positions()[2]);
      assertThrows(
          StoreUnavailable.class, () -> shards.submit(2, ShardCommand.Acknowledge.nothing(2)));
      assertEquals(Shard.State.RUNNING, shards.states().get(1));
    } finally {
      logger.removeHandler(listener);
      logger.setUseParentHandlers(true);
    }
    assertEquals(1, lines.size());
    assertEquals(
        "shard 2 stops: this shard's log has level %d; this Bongsu knows up to %d: %s"
            .formatted(NEWEST + 1, NEWEST, "install a newer version"),
        lines.getFirst().getMessage());
    assertNull(lines.getFirst().getThrown());
  }

  private static Handler listener(List<LogRecord> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
