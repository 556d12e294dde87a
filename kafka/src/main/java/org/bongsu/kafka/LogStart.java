package org.bongsu.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.bongsu.log.LogDamaged;

/**
 * Makes the log of a deployment that is new, or whose log was lost, begin at the position where
 * another log ended, so that positions and clients' sync tokens remain valid. Kafka assigns offsets
 * from 0, so the offsets before are filled with empty records, which are then deleted.
 *
 * <p>Until it has finished nobody else may write to the topic. It can be interrupted and run again.
 */
public final class LogStart {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration READ_WITHIN = Duration.ofSeconds(10);
  private static final byte[] EMPTY = new byte[0];
  private static final long SAY_EVERY = 1_000_000;

  private final Cluster cluster;
  private final Topics.Topic topic;
  private final long[] positions;
  private final Consumer<String> progress;

  /**
   * For an existing topic.
   *
   * @param positions where each partition is to begin
   * @param progress receives progress messages for the operator
   */
  public LogStart(
      Cluster cluster, Topics.Topic topic, long[] positions, Consumer<String> progress) {
    this.cluster = cluster;
    this.topic = topic;
    this.positions = positions.clone();
    this.progress = progress;
  }

  /** Whether all partitions begin at their positions or later. */
  public boolean isMade() throws InterruptedException {
    Topics.Bounds bounds = Topics.bounds(cluster, topic);
    for (int i = 0; i < positions.length; i++) {
      if (bounds.firstKept()[i] < positions[i]) {
        return false;
      }
    }
    return true;
  }

  /** Waits until another site has done it. */
  public void await() throws InterruptedException {
    while (!isMade()) {
      Thread.sleep(RETRY);
    }
  }

  /**
   * Fills and trims the partitions; does nothing if that has been done.
   *
   * @throws LogDamaged if the topic contains other records
   */
  public void make() throws InterruptedException {
    while (!isMade()) {
      try {
        Topics.Bounds bounds = Topics.bounds(cluster, topic);
        requireNothingElse(bounds);
        fill(bounds.end());
        Topics.Bounds filled = Topics.bounds(cluster, topic);
        requireNothingElse(filled);
        if (java.util.Arrays.equals(filled.end(), positions)) {
          drop();
        }
      } catch (KafkaException | ExecutionException e) {
        progress.accept("the log is not prepared yet, retrying: " + e.getMessage());
        Thread.sleep(RETRY);
      }
    }
  }

  private void requireNothingElse(Topics.Bounds bounds) {
    for (int i = 0; i < positions.length; i++) {
      long first = bounds.firstKept()[i];
      boolean isPast = bounds.end()[i] > positions[i];
      if (first < positions[i] && (isPast || (bounds.end()[i] > first && !isFilled(i, first)))) {
        throw new LogDamaged(
            ("partition %d of %s must begin at %d, but contains other records: the sites"
                    + " were started without the directories made by bongsu grow; stop all, delete"
                    + " their directories and start again with the ones that it made")
                .formatted(i, topic.name(), positions[i]));
      }
    }
  }

  /** Whether the record at an offset is an empty filler. */
  private boolean isFilled(int partition, long offset) {
    TopicPartition at = new TopicPartition(topic.name(), partition);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(cluster.consumer())) {
      consumer.assign(List.of(at));
      consumer.seek(at, offset);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(READ_WITHIN).records(at)) {
        return record.value().length == 0;
      }
    }
    throw new KafkaException("partition " + partition + " cannot be read now");
  }

  private void fill(long[] ends) {
    Map<String, Object> config = cluster.producer(64L << 20);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    // blocking is fine here, and the ends are read again afterwards
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "30000");
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "60000");
    long sent = 0;
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      for (int i = 0; i < positions.length; i++) {
        for (long offset = ends[i]; offset < positions[i]; offset++) {
          producer.send(new ProducerRecord<>(topic.name(), i, null, EMPTY));
          if (++sent % SAY_EVERY == 0) {
            progress.accept("%,d positions of the log are taken over".formatted(sent));
          }
        }
      }
      producer.flush();
    }
  }

  private void drop() throws ExecutionException, InterruptedException {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int i = 0; i < positions.length; i++) {
      all.put(new TopicPartition(topic.name(), i), RecordsToDelete.beforeOffset(positions[i]));
    }
    try (Admin admin = Admin.create(cluster.admin())) {
      admin.deleteRecords(all).all().get();
    }
  }
}
