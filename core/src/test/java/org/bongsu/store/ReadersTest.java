package org.bongsu.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one account's reads leave to others, and how reads end that take too long. */
@Timeout(60)
class ReadersTest {
  private static final String ENDLESS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";

  @TempDir Path directory;
  private final CountDownLatch release = new CountDownLatch(1);
  private Readers readers;

  private void open(int threads, Duration within) {
    ShardFile file = new ShardFile(directory.resolve("000.db"));
    file.openWriter().close();
    readers = new Readers("test", List.of(file), threads, within);
  }

  @AfterEach
  void close() {
    release.countDown();
    readers.close();
  }

  private static long position(Readers.Reader reader) {
    return Positions.applied(reader.shard(0));
  }

  private <T> T as(String account, Function<Readers.Reader, T> read) {
    return ScopedValue.where(Readers.ACCOUNT, account).call(() -> readers.read(read));
  }

  private void block(Readers.Reader reader) {
    try {
      release.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAccountThatHoldsItsShareLeavesReadersForOthers() throws Exception {
    open(2, Duration.ofSeconds(30));
    AtomicInteger running = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      readers.submit(
          "@greedy:x",
          reader -> {
            assertEquals(1, running.incrementAndGet());
            first.countDown();
            block(reader);
            running.decrementAndGet();
            all.countDown();
          });
    }
    first.await();
    for (int i = 0; i < 100; i++) {
      assertEquals(0L, as("@other:x", ReadersTest::position));
      assertEquals(0L, readers.read(ReadersTest::position), "of no account");
    }
    assertEquals(1, running.get());
    release.countDown();
    assertTrue(all.await(30, TimeUnit.SECONDS), "what waited was read in the end");
  }

  @Test
  void anAccountMayNotQueueWithoutLimitAndOthersStillMay() {
    open(2, Duration.ofSeconds(30));
    assertThrows(
        StoreUnavailable.class,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            readers.submit("@greedy:x", this::block);
          }
        });
    assertEquals(0L, as("@other:x", ReadersTest::position));
  }

  @Test
  void aReadThatTakesTooLongIsInterruptedAndItsThreadIsFree() {
    open(1, Duration.ofMillis(300));
    for (int i = 0; i < 3; i++) {
      assertThrows(
          StoreUnavailable.class,
          () -> readers.read(0, db -> db.snapshot(() -> db.number(ENDLESS))));
      assertEquals(0L, readers.<Long>read(ReadersTest::position), "by the only thread");
    }
  }

  /** Nobody waits for a sync's read; it is ended as well. */
  @Test
  void aReadForWhichNobodyWaitsIsEndedToo() throws Exception {
    open(1, Duration.ofMillis(300));
    CompletableFuture<RuntimeException> failed = new CompletableFuture<>();
    readers.submit(
        "@slow:x",
        reader -> {
          try {
            reader.shard(0).number(ENDLESS);
          } catch (StoreUnavailable e) {
            failed.complete(e);
          }
        });
    assertTrue(failed.get(30, TimeUnit.SECONDS).getMessage().contains("nterrupt"));
    assertEquals(0L, readers.<Long>read(ReadersTest::position));
  }

  /** A read between two statements is not in SQLite when it is interrupted. */
  @Test
  void anEndedReadFailsAtItsNextStatement() throws Exception {
    open(1, Duration.ofSeconds(30));
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<RuntimeException> failed = new CompletableFuture<>();
    Read read =
        readers.submit(
            "@slow:x",
            reader -> {
              Db db = reader.shard(0);
              begun.countDown();
              block(reader);
              try {
                Positions.applied(db);
              } catch (StoreUnavailable e) {
                failed.complete(e);
              }
            });
    begun.await();
    read.end();
    release.countDown();
    failed.get(30, TimeUnit.SECONDS);
    assertEquals(0L, readers.<Long>read(ReadersTest::position), "on new connections");
  }

  @Test
  void aReadThatIsEndedWhileItWaitsIsNotBegun() {
    open(1, Duration.ofSeconds(30));
    AtomicBoolean begun = new AtomicBoolean();
    readers.submit("@one:x", this::block);
    Read waiting = readers.submit("@one:x", reader -> begun.set(true));
    waiting.end();
    release.countDown();
    assertEquals(0L, as("@one:x", ReadersTest::position));
    assertFalse(begun.get());
  }
}
