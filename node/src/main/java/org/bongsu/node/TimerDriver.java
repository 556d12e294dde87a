package org.bongsu.node;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bongsu.apply.Change;
import org.bongsu.shard.Shards;

/**
 * Fires the timers of all shards when they are due, if this node is the leader. Each shard has its
 * own thread, so that one that cannot be written does not delay others. Nothing is handed over when
 * the leader changes, because timers are stored in the shards.
 */
public final class TimerDriver implements AutoCloseable {
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  private final List<ShardTimers> timers;
  private final List<Thread> threads;

  private TimerDriver(List<ShardTimers> timers) {
    this.timers = timers;
    this.threads =
        IntStream.range(0, timers.size())
            .mapToObj(
                i -> Thread.ofVirtual().name("timers-" + i).start(timers.get(i)::runUntilClosed))
            .toList();
  }

  /**
   * Starts it.
   *
   * @param isLeader checked before each batch; the answer may change at any time
   */
  public static TimerDriver start(Shards shards, BooleanSupplier isLeader, Clock clock) {
    List<ShardTimers> timers =
        IntStream.range(0, shards.map().count())
            .mapToObj(i -> new ShardTimers(i, shards, isLeader, clock))
            .toList();
    shards.subscribe((shard, next, changes) -> {
      for (Change change : changes) {
        if (change instanceof Change.OfTimer(long dueMillis)) {
          timers.get(shard).set(dueMillis);
        }
      }
    });
    return new TimerDriver(timers);
  }

  List<Metric> metrics() {
    return List.of(
        Metric.counter(
            "bongsu_timers_fired_total",
            "Timers that this node has fired.",
            byShard(ShardTimers::fired)),
        Metric.gauge(
            "bongsu_timers_late_seconds",
            "How long the timers that are being fired have been due.",
            byShard(timer -> timer.lateMillis() / 1000.0)));
  }

  private List<Metric.Sample> byShard(ToDoubleFunction<ShardTimers> value) {
    return IntStream.range(0, timers.size())
        .mapToObj(i -> Metric.Sample.of("shard", i, value.applyAsDouble(timers.get(i))))
        .toList();
  }

  /** Lets firings in flight end. */
  @Override
  public void close() {
    timers.forEach(ShardTimers::close);
    try {
      for (Thread thread : threads) {
        thread.join(CLOSED_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.forEach(Thread::interrupt);
  }
}
