package org.bongsu.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.bongsu.bench.BenchFailed;
import org.bongsu.bench.Carrier;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.KafkaLog;
import org.bongsu.kafka.Topics;
import org.bongsu.log.LogUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Like {@code kafka-producer-perf-test}, with the sites' own producer: sends records of one size as
 * fast as the brokers of all sites acknowledge them.
 */
final class ProducerTest implements Carrier {
  private static final Topics.Topic TOPIC = new Topics.Topic("bench", 8, Duration.ofMinutes(10));
  private static final int RECORDS = 60_000;

  /** Records in flight at a time. */
  private static final int UNDER_WAY_MAX = 4_000;

  private final Cluster cluster;

  ProducerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public double recordsPerSecond(int recordBytes) {
    byte[] record = new byte[recordBytes];
    Semaphore room = new Semaphore(UNDER_WAY_MAX);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    try {
      Topics.createOrCheck(cluster, Topics.Replication.THREE_SITES, List.of(TOPIC));
      try (KafkaLog log = KafkaLog.open(cluster, TOPIC)) {
        long begun = System.nanoTime();
        for (int i = 0; i < RECORDS; i++) {
          room.acquire();
          log.append(i % TOPIC.partitions(), record)
              .whenComplete((at, failure) -> {
                failed.compareAndSet(null, failure);
                room.release();
              });
        }
        room.acquire(UNDER_WAY_MAX);
        requireNone(failed.get());
        return RECORDS / ((System.nanoTime() - begun) / 1e9);
      }
    } catch (LogUnavailable e) {
      throw refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
  }

  private static void requireNone(@Nullable Throwable failure) {
    if (failure != null) {
      throw refused(failure);
    }
  }

  private static BenchFailed refused(Throwable why) {
    return new BenchFailed("the brokers do not accept records: " + why.getMessage(), why);
  }
}
