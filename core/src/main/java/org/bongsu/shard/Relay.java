package org.bongsu.shard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogUnavailable;
import org.bongsu.store.Readers;
import org.bongsu.store.StoreUnavailable;

/**
 * Carries commands from the shards' outboxes to the logs of the shards they are for, in order. It
 * may deliver twice (after a crash, or from two sites); the receiver drops what it has had.
 */
final class Relay implements AutoCloseable {
  /** Deliveries under way from one shard to another at once. */
  private static final int WINDOW_MAX = 64;

  private static final long DELIVERY_SECONDS_MAX = 30;
  private static final long RETRY_MILLIS = 200;
  private static final long SWEEP_MILLIS = 5_000;
  private static final System.Logger LOG = System.getLogger(Relay.class.getName());

  private record Waiting(long sequence, Command command) {}

  private record Lane(int source, int target) {}

  private final List<Shard> shards;
  private final Readers readers;
  private final Deque<Integer> due = new ArrayDeque<>();
  private final Map<Lane, Long> delivered = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  Relay(List<Shard> shards, Readers readers) {
    this.shards = shards;
    this.readers = readers;
    this.thread = Thread.ofPlatform().name("relay").start(this::carryUntilClosed);
  }

  /** Says that a shard has something in its outbox. */
  void wake(int shard) {
    synchronized (due) {
      if (!due.contains(shard)) {
        due.add(shard);
        due.notifyAll();
      }
    }
  }

  private void carryUntilClosed() {
    try {
      for (int shard = 0; shard < shards.size(); shard++) {
        wake(shard);
      }
      while (!closed) {
        int shard = takeDue();
        if (!carryAll(shard)) {
          Thread.sleep(RETRY_MILLIS);
          wake(shard);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next shard to look at; when nothing wakes it, it looks at all from time to time. */
  private int takeDue() throws InterruptedException {
    synchronized (due) {
      while (due.isEmpty()) {
        due.wait(SWEEP_MILLIS);
        if (due.isEmpty()) {
          for (int shard = 0; shard < shards.size(); shard++) {
            due.add(shard);
          }
        }
      }
      return due.removeFirst();
    }
  }

  private boolean carryAll(int source) throws InterruptedException {
    try {
      for (int target = 0; target < shards.size(); target++) {
        while (carrySome(new Lane(source, target)) == WINDOW_MAX) {}
      }
      return true;
    } catch (LogUnavailable | StoreUnavailable | ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "relay from shard " + source + ": " + e.getMessage());
      delivered.keySet().removeIf(lane -> lane.source == source);
      return false;
    }
  }

  /** One log keeps the order of its appends, so a window of deliveries may be under way at once. */
  private int carrySome(Lane lane)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Waiting> waiting = read(lane);
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (Waiting next : waiting) {
      last =
          shards
              .get(lane.target)
              .submit(new ShardCommand.Deliver(lane.source, next.sequence, next.command));
    }
    if (!waiting.isEmpty()) {
      last.get(DELIVERY_SECONDS_MAX, TimeUnit.SECONDS);
      long sequence = waiting.getLast().sequence;
      if (received(lane) < sequence) {
        throw new LogUnavailable("a delivery to shard " + lane.target + " was lost on the way");
      }
      delivered.put(lane, sequence);
      shards
          .get(lane.source)
          .submit(new ShardCommand.Acknowledge(lane.target, sequence))
          .get(DELIVERY_SECONDS_MAX, TimeUnit.SECONDS);
    }
    return waiting.size();
  }

  private long received(Lane lane) {
    return readers.read(
        lane.target,
        db -> db.number("SELECT sequence FROM inbox WHERE source = ?", lane.source).orElse(0));
  }

  private List<Waiting> read(Lane lane) {
    return readers.read(
        lane.source,
        db ->
            db.list(
                "SELECT sequence, command FROM outbox WHERE target = ? AND sequence > ?"
                    + " ORDER BY sequence LIMIT ?",
                row -> new Waiting(row.getLong(1), EntryCodec.decode(row.getBytes(2))),
                lane.target,
                delivered.getOrDefault(lane, 0L),
                WINDOW_MAX));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
