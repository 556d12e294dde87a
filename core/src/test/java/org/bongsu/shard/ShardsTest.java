package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.UserCommand;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LocalLog;
import org.bongsu.log.Log;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
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
      assertEquals(500, Arrays.stream(positions).sum());
    }
    try (Shards shards = open()) {
      assertEquals(Arrays.toString(positions), Arrays.toString(shards.positions()));
      assertInstanceOf(Outcome.Refused.class, shards.apply(register(7)).outcome());
    }
  }

  /** The log stands before the stores: what a store has lost is applied again. */
  @Test
  void aStoreThatIsLostIsMadeAgainFromTheLog() throws Exception {
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
      assertEquals(50, Arrays.stream(shards.positions()).sum());
      assertInstanceOf(Outcome.Refused.class, shards.apply(register(7)).outcome());
    }
  }

  @Test
  void whatConcernsAllShardsReachesAll() throws Exception {
    Applied before;
    try (Shards shards = open()) {
      shards.apply(register(1));
      UserId user = new UserId("@user1:example.org");
      Applied applied =
          shards.apply(new UserCommand.SetProfileField(user, "displayname", Json.parse("\"하나\"")));
      assertTrue(applied.deliveries().size() >= MAP.count());
      boolean reached = false;
      for (int i = 0; i < 30 && !reached; i++) { // each time it waits for two seconds
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

  /** A log that takes everything and then does not know that it did. */
  private record Forgetful(Log log) implements Log {
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

  /** An append that timed out and yet is in the log is answered as what it is: done. */
  @Test
  void whatTimedOutAndWasAppliedIsAnsweredAsApplied() throws Exception {
    Shards.LogOpener forgetful =
        applied -> new Forgetful(LocalLog.open(data.resolve("log"), applied));
    try (Shards shards = Shards.open(data, MAP, forgetful, Clock.systemUTC(), Replicas.NONE)) {
      assertInstanceOf(Outcome.Accepted.class, shards.apply(register(1)).outcome());
      assertInstanceOf(Outcome.Refused.class, shards.apply(register(1)).outcome());
    }
  }

  @Test
  void whatSomeSiteDoesNotKnowIsNotAppended() throws Exception {
    Replicas older =
        new Replicas() {
          @Override
          public boolean isInCharge() {
            return true;
          }

          @Override
          public int level() {
            return CommandLevels.OLDEST - 1;
          }
        };
    Shards.LogOpener local = applied -> LocalLog.open(data.resolve("log"), applied);
    try (Shards shards = Shards.open(data, MAP, local, Clock.systemUTC(), older)) {
      long[] before = shards.positions();
      assertThrows(LogUnavailable.class, () -> shards.apply(register(1)));
      assertArrayEquals(before, shards.positions());
    }
    try (Shards shards = open()) {
      assertInstanceOf(Outcome.Accepted.class, shards.apply(register(1)).outcome());
    }
  }
}
