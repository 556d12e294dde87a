package org.bongsu.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogUnavailable;
import org.bongsu.store.Readers;
import org.bongsu.store.StoreUnavailable;

/**
 * Moves commands from the shards' outboxes to the logs of their target shards, in a thread of its
 * own; {@link RelayLane} says what is to be moved. Each site delivers what its own requests put
 * into an outbox as soon as it is committed. In addition the leader checks all outboxes every two
 * seconds when it is idle, and so delivers what a lost site left behind.
 */
final class Relay implements AutoCloseable {
  private static final long ROUND_SECONDS_MAX = 30;
  private static final long RETRY_MILLIS = 200;
  private static final long SWEEP_MILLIS = 2_000;
  private static final System.Logger LOG = System.getLogger(Relay.class.getName());

  private final List<Shard> shards;
  private final Readers readers;
  private final Deque<Integer> due = new ArrayDeque<>();
  private final BooleanSupplier leader;
  private final Thread thread;
  private volatile boolean closed;

  /** Used by the relay's thread only: whether it has checked all outboxes since the start. */
  private boolean started;

  Relay(List<Shard> shards, Readers readers, BooleanSupplier leader) {
    this.leader = leader;
    this.shards = shards;
    this.readers = readers;
    this.thread = Thread.ofPlatform().name("relay").start(this::relayUntilClosed);
  }

  /** Tells the relay that a shard's outbox has new commands. */
  void wake(int shard) {
    synchronized (due) {
      if (!due.contains(shard)) {
        due.add(shard);
        due.notifyAll();
      }
    }
  }

  private void relayUntilClosed() {
    try {
      while (!closed) {
        int shard = takeDue();
        if (!relayFrom(shard)) {
          Thread.sleep(RETRY_MILLIS);
          wake(shard);
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next shard to relay from. If none is due for two seconds, the leader takes all of them. */
  private int takeDue() throws InterruptedException {
    synchronized (due) {
      while (due.isEmpty()) {
        if (started) {
          due.wait(SWEEP_MILLIS);
        }
        started = true;
        if (due.isEmpty() && leader.getAsBoolean()) {
          for (int shard = 0; shard < shards.size(); shard++) {
            due.add(shard);
          }
        }
      }
      return due.removeFirst();
    }
  }

  /** Empties a shard's outbox; false if it must be tried again. */
  private boolean relayFrom(int source) throws InterruptedException {
    List<RelayLane> lanes =
        IntStream.range(0, shards.size()).mapToObj(to -> new RelayLane(source, to)).toList();
    try {
      boolean complete = true;
      for (boolean more = true; more && complete; ) {
        Round deliveries = new Round();
        more = false;
        for (RelayLane lane : lanes) {
          List<ShardCommand.Deliver> next = due(lane);
          next.forEach(delivery -> deliveries.submit(lane.target(), delivery));
          more |= next.size() == RelayLane.WINDOW_MAX;
        }
        complete = deliveries.await();
        Round acknowledgements = new Round();
        for (RelayLane lane : lanes) {
          arrived(lane).ifPresent(drop -> acknowledgements.submit(source, drop));
        }
        complete &= acknowledgements.await();
      }
      return complete;
    } catch (RuntimeException e) { // reading failed: too busy, no space, or a defect; retried later
      if (!closed) {
        LOG.log(System.Logger.Level.WARNING, "relay from shard " + source, e);
      }
      return false;
    }
  }

  private List<ShardCommand.Deliver> due(RelayLane lane) {
    return readers.read(
        reader -> lane.due(reader.shard(lane.source()), reader.shard(lane.target())));
  }

  private java.util.Optional<ShardCommand.Acknowledge> arrived(RelayLane lane) {
    return readers.read(
        reader -> lane.arrived(reader.shard(lane.source()), reader.shard(lane.target())));
  }

  /** Commands that are in flight together; a log keeps the order of its appends. */
  private final class Round {
    private final List<CompletableFuture<Applied>> inFlight = new ArrayList<>();
    private boolean complete = true;

    void submit(int shard, ShardCommand command) {
      try {
        inFlight.add(shards.get(shard).submit(command));
      } catch (LogUnavailable | StoreUnavailable e) { // the other shards continue
        LOG.log(System.Logger.Level.DEBUG, e.getMessage());
        complete = false;
      }
    }

    boolean await() throws InterruptedException {
      try {
        CompletableFuture.allOf(inFlight.toArray(CompletableFuture[]::new))
            .get(ROUND_SECONDS_MAX, TimeUnit.SECONDS);
        return complete;
      } catch (ExecutionException | TimeoutException e) {
        LOG.log(System.Logger.Level.WARNING, "relay: " + e.getMessage());
        return false;
      }
    }
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
