package org.bongsu.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of every log implementation. */
public abstract class LogContract {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final int THREADS = 8;
  private static final int EACH = 100;

  /** A new, empty log of two shards, which the test closes. */
  protected abstract Log openEmpty() throws Exception;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long append(Log log, int shard, String text) throws Exception {
    return log.append(shard, bytes(text)).get(20, TimeUnit.SECONDS);
  }

  private static List<String> read(Log log, int shard, long from, int count) throws Exception {
    List<String> read = new ArrayList<>();
    try (LogReader reader = log.reader(shard, from)) {
      while (read.size() < count) {
        List<LogRecord> records = reader.poll(count - read.size(), WAIT);
        assertFalse(records.isEmpty(), "only " + read.size() + " of " + count + " came");
        for (LogRecord record : records) {
          assertEquals(from + read.size(), record.position());
          read.add(new String(record.payload(), StandardCharsets.UTF_8));
        }
      }
    }
    return read;
  }

  @Test
  void positionsOfEachShardCountFromZero() throws Exception {
    try (Log log = openEmpty()) {
      assertEquals(2, log.shards());
      assertEquals(0, append(log, 0, "하나"));
      assertEquals(0, append(log, 1, "다른 곳"));
      assertEquals(1, append(log, 0, "둘"));
      assertEquals(2, log.end(0));
      assertEquals(1, log.end(1));
    }
  }

  @Test
  void aWaitingReaderGetsNewRecords() throws Exception {
    try (Log log = openEmpty()) {
      try (LogReader reader = log.reader(1, 0)) {
        assertTrue(reader.poll(10, Duration.ofMillis(1)).isEmpty());
        append(log, 1, "봉화");
        List<LogRecord> came = List.of();
        for (int i = 0; i < 100 && came.isEmpty(); i++) {
          came = reader.poll(10, Duration.ofMillis(100));
        }
        assertEquals(0, came.getFirst().position());
        assertEquals("봉화", new String(came.getFirst().payload(), StandardCharsets.UTF_8));
      }
    }
  }

  /** Each thread's records are in their order, each once, and positions have no gaps. */
  @Test
  void manyThreadsAppendAtOnce() throws Exception {
    try (Log log = openEmpty();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<CompletableFuture<Long>> positions =
          IntStream.range(0, THREADS)
              .mapToObj(t ->
                  CompletableFuture.supplyAsync(() -> appendMany(log, t), threads)
                      .thenCompose(all ->
                          CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                              .thenApply(done -> all.getLast().join())))
              .toList();
      for (CompletableFuture<Long> last : positions) {
        last.get(30, TimeUnit.SECONDS);
      }
      int[] next = new int[THREADS];
      for (String text : read(log, 0, 0, THREADS * EACH)) {
        String[] parts = text.split(":");
        int thread = Integer.parseInt(parts[0]);
        assertEquals(next[thread]++, Integer.parseInt(parts[1]), "of thread " + thread);
      }
      assertEquals(THREADS * EACH, log.end(0));
    }
  }

  private static List<CompletableFuture<Long>> appendMany(Log log, int thread) {
    return IntStream.range(0, EACH).mapToObj(i -> log.append(0, bytes(thread + ":" + i))).toList();
  }

  @Test
  void aRecordHasALimit() throws Exception {
    try (Log log = openEmpty()) {
      assertThrows(RecordTooLarge.class, () -> log.append(0, new byte[Log.RECORD_BYTES_MAX + 1]));
      byte[] largest = new byte[Log.RECORD_BYTES_MAX];
      largest[7] = 7;
      assertEquals(0, log.append(0, largest).get(20, TimeUnit.SECONDS));
      try (LogReader reader = log.reader(0, 0)) {
        List<LogRecord> came = reader.poll(1, WAIT);
        assertEquals(
            new HashSet<>(List.of(Log.RECORD_BYTES_MAX)),
            new HashSet<>(came.stream().map(r -> r.payload().length).toList()));
        assertEquals(7, came.getFirst().payload()[7]);
      }
    }
  }

  @Test
  void aClosedLogTakesNothing() throws Exception {
    Log log = openEmpty();
    log.close();
    assertThrows(LogUnavailable.class, () -> log.append(0, bytes("늦음")));
  }
}
