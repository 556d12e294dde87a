package org.bongsu.shard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bongsu.command.ShardCommand;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard that had received two deliveries from shard 3 before it was opened. */
class ReceivedTest {
  @TempDir Path directory;

  private Received received;

  private static ShardCommand.Deliver delivery(int source, long sequence) {
    return new ShardCommand.Deliver(source, sequence, ShardCommand.Acknowledge.nothing(0));
  }

  @BeforeEach
  void open() {
    try (Db db = new ShardFile(directory.resolve("000.db")).openWriter()) {
      db.update("INSERT INTO inbox VALUES (3, 2)");
      received = Received.readFrom(db);
    }
  }

  /** Without waiting. */
  private boolean has(int source, long sequence) throws InterruptedException {
    return received.await(source, sequence, System.nanoTime());
  }

  @Test
  void itStartsWithTheContentsOfTheStore() throws Exception {
    assertTrue(has(3, 2));
    assertFalse(has(3, 3));
    assertFalse(has(0, 1));
  }

  /** Like the inbox, it ignores deliveries that are repeated or out of order. */
  @Test
  void deliveriesCountInOrderAndOnce() throws Exception {
    received.committed(List.of(delivery(3, 4)));
    assertFalse(has(3, 3));
    received.committed(List.of(delivery(3, 3), delivery(3, 3), delivery(3, 2)));
    assertTrue(has(3, 3));
    assertFalse(has(3, 4));
    received.committed(List.of(delivery(3, 4), delivery(0, 1)));
    assertTrue(has(3, 4));
    assertTrue(has(0, 1));
  }

  @Test
  void aWaitingCallerIsWokenByTheCommit() throws Exception {
    CountDownLatch asks = new CountDownLatch(1);
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              asks.countDown();
              try {
                long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                answer.complete(received.await(3, 4, deadline));
              } catch (InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
    asks.await();
    received.committed(List.of(delivery(3, 3)));
    received.committed(List.of(delivery(3, 4)));
    assertTrue(answer.get(30, TimeUnit.SECONDS));
    caller.join();
  }
}
