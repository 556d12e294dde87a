package org.bongsu.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bongsu.log.Log;
import org.bongsu.log.LogContract;
import org.bongsu.log.LogDamaged;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log over a real broker in a child process. */
class KafkaLogTest extends LogContract {
  private static final Duration KEPT = Duration.ofDays(7);

  @TempDir static Path directory;
  private static OneBroker broker;
  private static int topics;

  @BeforeAll
  static void start() throws Exception {
    broker = new OneBroker(directory);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Topics.Topic newTopic() throws InterruptedException {
    Topics.Topic topic = new Topics.Topic("shards-" + ++topics, 2, KEPT);
    Topics.createOrCheck(broker.cluster(), OneBroker.ALONE, List.of(topic));
    return topic;
  }

  @Override
  protected Log openEmpty() throws Exception {
    return KafkaLog.open(broker.cluster(), newTopic());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<LogRecord> poll(LogReader reader, int count) throws InterruptedException {
    List<LogRecord> all = new ArrayList<>();
    for (int i = 0; i < 200 && all.size() < count; i++) {
      all.addAll(reader.poll(count - all.size(), Duration.ofMillis(100)));
    }
    return all;
  }

  @Test
  void anotherSiteReadsTheSameAtTheSamePositions() throws Exception {
    Topics.Topic topic = newTopic();
    try (KafkaLog here = KafkaLog.open(broker.cluster(), topic);
        KafkaLog there = KafkaLog.open(broker.cluster(), topic)) {
      for (int i = 0; i < 20; i++) {
        here.append(i % 2, bytes("여기 " + i)).get(20, TimeUnit.SECONDS);
        there.append(i % 2, bytes("저기 " + i)).get(20, TimeUnit.SECONDS);
      }
      try (LogReader one = here.reader(0, 3);
          LogReader other = there.reader(0, 3)) {
        List<String> seen = poll(one, 17).stream().map(KafkaLogTest::describe).toList();
        assertEquals(17, seen.size());
        assertEquals(seen, poll(other, 17).stream().map(KafkaLogTest::describe).toList());
      }
    }
  }

  private static String describe(LogRecord record) {
    return record.position() + " " + new String(record.payload(), StandardCharsets.UTF_8);
  }

  /** A slow reader's buffer is bounded, and it misses no record. */
  @Test
  void aSlowShardIsPausedAndLosesNothing() throws Exception {
    try (Log log = openEmpty()) {
      byte[] large = new byte[200_000];
      int count = 4 * PartitionBuffer.BYTES_MAX / large.length;
      for (int i = 0; i < count; i++) {
        large[0] = (byte) i;
        log.append(0, large.clone()).get(20, TimeUnit.SECONDS);
      }
      log.append(1, bytes("quick")).get(20, TimeUnit.SECONDS);
      try (LogReader slow = log.reader(0, 0);
          LogReader quick = log.reader(1, 0)) {
        assertEquals(1, poll(quick, 1).size());
        List<LogRecord> all = poll(slow, count);
        assertEquals(count, all.size());
        for (int i = 0; i < count; i++) {
          assertEquals((byte) i, all.get(i).payload()[0]);
        }
      }
    }
  }

  @Test
  void aStoreThatIsAheadOfTheLogIsNotServedFromIt() throws Exception {
    try (Log log = openEmpty()) {
      log.append(0, bytes("하나")).get(20, TimeUnit.SECONDS);
      try (LogReader reader = log.reader(0, 5)) {
        assertThrows(LogDamaged.class, () -> poll(reader, 1));
      }
    }
  }

  @Test
  void theNumberOfShardsDoesNotChange() throws Exception {
    Topics.Topic two = newTopic();
    Topics.Topic three = new Topics.Topic(two.name(), 3, KEPT);
    assertThrows(
        LogDamaged.class,
        () -> Topics.createOrCheck(broker.cluster(), OneBroker.ALONE, List.of(three)));
  }

  private static LogStart logStart(Topics.Topic topic, long... positions) {
    return new LogStart(broker.cluster(), topic, positions, said -> {});
  }

  /** A log that continues another one: positions continue, and fillers are not read. */
  @Test
  void aLogBeginsWhereAnotherEnded() throws Exception {
    Topics.Topic topic = newTopic();
    assertFalse(logStart(topic, 70_000, 0).isMade());
    logStart(topic, 30_000, 0).make(); // as if it had been interrupted
    logStart(topic, 70_000, 0).make();
    assertTrue(logStart(topic, 70_000, 0).isMade());
    Topics.Bounds bounds = Topics.bounds(broker.cluster(), topic);
    assertEquals(70_000, bounds.firstKept()[0]);
    assertEquals(70_000, bounds.end()[0]);
    assertEquals(0, bounds.end()[1]);
    try (KafkaLog log = KafkaLog.open(broker.cluster(), topic)) {
      assertEquals(70_000, log.append(0, bytes("다음")).get(20, TimeUnit.SECONDS));
      logStart(topic, 70_000, 0).make(); // at the next start
      try (LogReader reader = log.reader(0, 70_000)) {
        assertEquals(
            List.of("70000 다음"), poll(reader, 1).stream().map(KafkaLogTest::describe).toList());
      }
    }
  }

  @Test
  void aLogThatOthersHaveBegunIsLeftAlone() throws Exception {
    Topics.Topic topic = newTopic();
    try (KafkaLog log = KafkaLog.open(broker.cluster(), topic)) {
      log.append(0, bytes("of another site")).get(20, TimeUnit.SECONDS);
    }
    assertThrows(LogDamaged.class, () -> logStart(topic, 10, 0).make());
    assertEquals(1, Topics.bounds(broker.cluster(), topic).end()[0]);
  }

  /** A killed broker restarts and has every record that it acknowledged. */
  @Test
  void aKilledBrokerIsStartedAgain() throws Exception {
    Topics.Topic topic = newTopic();
    try (KafkaLog log = KafkaLog.open(broker.cluster(), topic)) {
      log.append(0, bytes("before")).get(20, TimeUnit.SECONDS);
      int starts = broker.broker().starts();
      ProcessHandle.of(broker.broker().pid()).orElseThrow().destroyForcibly();
      long after = -1;
      for (int i = 0; i < 20 && after < 0; i++) {
        try {
          after = log.append(0, bytes("after")).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          assertTrue(e.getCause() instanceof LogUnavailable, () -> "not " + e.getCause());
        } catch (LogUnavailable notYet) {
          Thread.sleep(200);
        }
      }
      assertTrue(after > 0, "it did not come back");
      assertFalse(broker.broker().starts() <= starts);
      try (LogReader reader = log.reader(0, 0)) {
        assertEquals(
            "before", new String(poll(reader, 1).getFirst().payload(), StandardCharsets.UTF_8));
      }
    }
  }

  private static String idOf(Topics.Topic topic) throws InterruptedException {
    return Topics.id(broker.cluster(), topic, Duration.ZERO).orElseThrow();
  }

  private static String awaitLost(Log log) throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      if (log.lost().isPresent()) {
        return log.lost().get();
      }
      Thread.sleep(10);
    }
    throw new AssertionError("the loss is not noticed");
  }

  /** Producers and consumers alone would go on with the topic that was created again. */
  @Test
  void aLogWhoseTopicIsDeletedIsLostAlsoWhenItIsCreatedAgain() throws Exception {
    Topics.Topic topic = newTopic();
    try (KafkaLog log = KafkaLog.openWatched(broker.cluster(), topic, idOf(topic));
        LogReader reader = log.reader(0, 0)) {
      log.append(0, bytes("하나")).get(20, TimeUnit.SECONDS);
      assertEquals(1, poll(reader, 1).size());
      assertEquals(Optional.empty(), log.lost());
      Topics.delete(broker.cluster(), topic);
      assertEquals(
          "Kafka's topic %s is missing: run ./bongsu recover".formatted(topic.name()),
          awaitLost(log));
      assertThrows(LogUnavailable.class, () -> log.append(0, bytes("둘")));
      Topics.createOrCheck(broker.cluster(), OneBroker.ALONE, List.of(topic));
      for (int i = 0; i < 2_000 && awaitLost(log).contains("missing"); i++) {
        Thread.sleep(10);
      }
      assertTrue(awaitLost(log).contains("deleted and created again"), awaitLost(log));
      assertThrows(LogUnavailable.class, () -> log.append(1, bytes("둘")));
      assertEquals(List.of(), reader.poll(1, Duration.ofMillis(10)));
      assertEquals(0, Topics.bounds(broker.cluster(), topic).end()[1], "it was written to");
    }
  }

  @Test
  void aLogThatEndsBeforeWhatWasReadIsLost() throws Exception {
    Topics.Topic topic = newTopic();
    try (KafkaLog log = KafkaLog.openWatched(broker.cluster(), topic, idOf(topic));
        LogReader reader = log.reader(1, 5)) {
      assertTrue(
          awaitLost(log).contains("has lost records: shard 1 ends at position 0 instead of 5"),
          awaitLost(log));
      assertEquals(List.of(), reader.poll(1, Duration.ofMillis(10)), "not damage of the shard");
    }
  }

  /** A deleted log is gone, and one with its name is another. */
  @Test
  void aTopicCreatedAgainHasAnotherIdentity() throws Exception {
    Topics.Topic topic = newTopic();
    String id = idOf(topic);
    assertEquals(id, idOf(topic));
    Topics.delete(broker.cluster(), topic);
    assertEquals(Optional.empty(), Topics.id(broker.cluster(), topic, Duration.ofMillis(300)));
    Topics.createOrCheck(broker.cluster(), OneBroker.ALONE, List.of(topic));
    assertFalse(id.equals(idOf(topic)));
  }
}
