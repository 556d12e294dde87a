package org.bongsu.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.bongsu.log.Log;
import org.bongsu.log.LogDamaged;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;
import org.bongsu.log.LogUnavailable;
import org.bongsu.log.RecordTooLarge;
import org.jspecify.annotations.Nullable;

/**
 * A log in the partitions of a Kafka topic. An append is acknowledged when the record is in all
 * in-sync replicas, at least two; from then on every site can read it.
 */
public final class KafkaLog implements Log {
  /** Maximum bytes in flight to the brokers; above it, appends are refused instead of blocked. */
  private static final long BYTES_IN_FLIGHT_MAX = 48L << 20;

  /** Size of the producer's buffer: larger than our limit, so that appends never block on it. */
  private static final long PRODUCER_BYTES = 64L << 20;

  /** How long closing waits for records in flight. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  /** One that may have begun before the damage, and one after it. */
  private static final int LOOKS_AFTER_DAMAGE = 2;

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final PartitionReader reader;
  private final AtomicLongArray ends;
  private final @Nullable LogWatch watch;
  private final AtomicLong bytesInFlight = new AtomicLong();
  private volatile boolean closed;

  private KafkaLog(Cluster cluster, Topics.Topic topic, @Nullable String id) {
    this.topic = topic.name();
    this.ends = new AtomicLongArray(topic.partitions());
    this.producer = new KafkaProducer<>(cluster.producer(PRODUCER_BYTES));
    this.reader = new PartitionReader(cluster, topic.name());
    this.watch = id == null ? null : new LogWatch(cluster, topic, id, ends);
  }

  /** Opens the log over an existing topic; see {@link Topics#createOrCheck}. */
  public static KafkaLog open(Cluster cluster, Topics.Topic topic) {
    return new KafkaLog(cluster, topic, null);
  }

  /**
   * As above, for a log that must not be continued in another topic: it is {@link #lost} once the
   * topic is missing, was created again, or has lost records.
   *
   * @param id the topic's; see {@link Topics#id}
   */
  public static KafkaLog openWatched(Cluster cluster, Topics.Topic topic, String id) {
    return new KafkaLog(cluster, topic, id);
  }

  @Override
  public Optional<String> lost() {
    return watch == null ? Optional.empty() : watch.lost();
  }

  @Override
  public int shards() {
    return ends.length();
  }

  @Override
  public CompletableFuture<Long> append(int shard, byte[] record) {
    if (record.length > RECORD_BYTES_MAX) {
      throw new RecordTooLarge(record.length);
    }
    if (closed) {
      throw new LogUnavailable("shutting down");
    }
    lost()
        .ifPresent(why -> {
          throw new LogUnavailable(why);
        });
    if (bytesInFlight.addAndGet(record.length) > BYTES_IN_FLIGHT_MAX) {
      bytesInFlight.addAndGet(-record.length);
      throw new LogUnavailable("too many writes are waiting");
    }
    CompletableFuture<Long> done = new CompletableFuture<>();
    Thread caller = Thread.currentThread();
    long endBefore = watch == null ? 0 : ends.get(shard); // others may be created again
    try {
      producer.send(
          new ProducerRecord<>(topic, shard, null, record),
          (metadata, failure) -> {
            bytesInFlight.addAndGet(-record.length);
            // on the caller's thread, Kafka failed before it accepted the record
            boolean taken = Thread.currentThread() != caller;
            if (failure == null && metadata.offset() < endBefore) {
              done.completeExceptionally(new LogUnavailable("the log was created again"));
              return;
            }
            answer(done, shard, failure == null ? metadata.offset() : -1, failure, taken);
          });
    } catch (KafkaException | IllegalStateException e) {
      bytesInFlight.addAndGet(-record.length);
      throw new LogUnavailable("cannot write: " + e.getMessage(), e);
    }
    return done;
  }

  private void answer(
      CompletableFuture<Long> done,
      int shard,
      long offset,
      @Nullable Exception failure,
      boolean taken) {
    if (failure == null) {
      ends.accumulateAndGet(shard, offset + 1, Math::max);
      done.complete(offset);
    } else if (taken) {
      done.completeExceptionally(
          LogUnavailable.undecided("not acknowledged: " + failure.getMessage(), failure));
    } else {
      done.completeExceptionally(
          new LogUnavailable("cannot write: " + failure.getMessage(), failure));
    }
  }

  @Override
  public LogReader reader(int shard, long from) {
    LogReader inner = reader.open(shard, from);
    ends.accumulateAndGet(shard, from, Math::max);
    return new LogReader() {
      private long looksAtDamage = -1;

      @Override
      public List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
        if (lost().isPresent()) {
          Thread.sleep(wait);
          return List.of();
        }
        try {
          List<LogRecord> records = inner.poll(countMax, wait);
          if (!records.isEmpty()) {
            ends.accumulateAndGet(shard, records.getLast().position() + 1, Math::max);
          }
          return records;
        } catch (LogDamaged damaged) {
          if (watch == null || isLookedAtSince(watch)) {
            throw damaged;
          }
          Thread.sleep(wait);
          return List.of();
        }
      }

      /** Damage that the watch will explain as a lost log must not stop the shard before. */
      private boolean isLookedAtSince(LogWatch by) {
        long looks = by.looks();
        looksAtDamage = looksAtDamage < 0 ? looks : looksAtDamage;
        return looks >= looksAtDamage + LOOKS_AFTER_DAMAGE;
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  @Override
  public long end(int shard) {
    return ends.get(shard);
  }

  /** Does nothing: the topic's retention setting decides how long records are kept. */
  @Override
  public void trim(int shard, long before) {}

  @Override
  public void close() {
    closed = true;
    producer.close(CLOSE_WITHIN);
    reader.close();
    if (watch != null) {
      watch.close();
    }
  }
}
