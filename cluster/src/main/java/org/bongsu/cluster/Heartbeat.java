package org.bongsu.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.Log;
import org.bongsu.log.LogDamaged;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.Shards;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The I/O threads of a {@link SiteMachine}: one appends its status records and markers, one reads
 * the status log. It decides nothing.
 */
final class Heartbeat implements AutoCloseable {
  private static final int READ_AT_ONCE = 200;
  private static final Duration READ_WAIT = Duration.ofMillis(200);
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

  /** An input of the machine, given with the current time. */
  @FunctionalInterface
  interface Input {
    List<SiteAction> to(SiteMachine machine, long nowNanos);
  }

  private final Log log;
  private final int shardCount;
  private final Consumer<Input> machine;

  /** Bounded by the machine: records in flight, and one marker per shard. */
  private final LinkedBlockingQueue<SiteAction> toAppend = new LinkedBlockingQueue<>();

  private @Nullable Thread writer;
  private @Nullable Thread reader;
  private volatile boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param log the status log
   * @param machine receives the results of appends and the records read
   */
  Heartbeat(Log log, int shardCount, Consumer<Input> machine) {
    this.log = log;
    this.shardCount = shardCount;
    this.machine = machine;
  }

  void start(Shards shards) {
    reader = Thread.ofPlatform().name("site-reader").start(this::readUntilClosed);
    writer = Thread.ofPlatform().name("site-writer").start(() -> appendUntilClosed(shards));
  }

  /** Queues an append; appends keep the order of these calls. Does not block. */
  void append(SiteAction record) {
    toAppend.add(record);
  }

  private void appendUntilClosed(Shards shards) {
    try {
      while (!closed) {
        switch (toAppend.take()) {
          case SiteAction.AppendStatus(StatusRecord status) -> append(status);
          case SiteAction.AppendMarker(int shard, long marker) -> append(shards, shard, marker);
          case SiteAction other ->
              throw new IllegalStateException(other + " is not to be appended");
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.log(
          System.Logger.Level.ERROR,
          "no more status records are written; the site stops serving",
          defect);
    }
  }

  private void append(StatusRecord status) {
    long sequence = status.sequence();
    attempt(() -> log.append(0, status.encode()))
        .whenComplete((offset, failure) ->
            machine.accept((site, now) ->
                failure == null ? site.appended(sequence, now) : site.notAppended(sequence, now)));
  }

  private void append(Shards shards, int shard, long marker) {
    attempt(() -> shards.submit(shard, ShardCommand.Acknowledge.nothing(shard)))
        .whenComplete((applied, failure) ->
            machine.accept((site, now) ->
                failure == null
                    ? site.markerApplied(marker, now)
                    : site.markerFailed(marker, now)));
  }

  private static <T> CompletableFuture<T> attempt(
      java.util.function.Supplier<CompletableFuture<T>> append) {
    try {
      return append.get();
    } catch (LogUnavailable | StoreUnavailable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void readUntilClosed() {
    try {
      while (!closed) {
        try (LogReader from = log.reader(0, Log.FIRST_KEPT)) {
          follow(from);
        } catch (LogDamaged tooOld) { // it was stopped for longer than records are kept
          LOG.log(
              System.Logger.Level.WARNING,
              "reads the status log from its oldest record: " + tooOld.getMessage());
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "the status log is no longer read", defect);
    }
  }

  private void follow(LogReader from) throws InterruptedException {
    while (!closed) {
      try {
        List<SiteMachine.Placed> records = new ArrayList<>();
        for (LogRecord record : from.poll(READ_AT_ONCE, READ_WAIT)) {
          StatusRecord.decode(record.payload(), shardCount)
              .map(status -> new SiteMachine.Placed(record.position(), status))
              .ifPresent(records::add);
        }
        if (!records.isEmpty()) {
          machine.accept((site, now) -> site.read(records, now));
        }
      } catch (LogUnavailable e) {
        LOG.log(System.Logger.Level.WARNING, "the status log cannot be read: " + e.getMessage());
        Thread.sleep(READ_WAIT);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : new Thread[] {writer, reader}) {
      if (thread != null) {
        thread.interrupt();
        try {
          thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
