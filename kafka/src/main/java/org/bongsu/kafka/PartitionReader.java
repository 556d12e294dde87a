package org.bongsu.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.bongsu.log.FatalError;
import org.bongsu.log.Log;
import org.bongsu.log.LogDamaged;
import org.bongsu.log.LogReader;
import org.bongsu.log.LogRecord;

/**
 * Reads all partitions of a topic for this node: one consumer and one thread for all shards, as a
 * consumer per shard would cost a thread and connections to all brokers each. The partition of a
 * slow shard is paused; the others continue.
 */
final class PartitionReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * Pause after each fetch that returned records, so that those that arrive meanwhile are fetched
   * together. A broker responds as soon as it has one record, so under load every record would be a
   * fetch.
   */
  private static final Duration BETWEEN_FETCHES = Duration.ofMillis(3);

  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
  private static final System.Logger LOG = System.getLogger(PartitionReader.class.getName());

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Used by the polling thread only. */
  private final Map<Integer, PartitionBuffer> buffers = new HashMap<>();

  /** Actions of other threads on the consumer, which may be used by one thread only. */
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

  private final Thread thread;
  private volatile boolean closed;

  PartitionReader(Cluster cluster, String topic) {
    this.topic = topic;
    this.consumer = new KafkaConsumer<>(cluster.consumer());
    this.thread = Thread.ofPlatform().name("kafka-" + topic).start(this::readUntilClosed);
  }

  LogReader open(int partition, long from) {
    PartitionBuffer buffer = new PartitionBuffer();
    enqueue(() -> {
      buffers.put(partition, buffer);
      reassign();
      TopicPartition at = new TopicPartition(topic, partition);
      if (from == Log.FIRST_KEPT) {
        consumer.seekToBeginning(Set.of(at));
      } else {
        consumer.seek(at, from);
      }
    });
    return new Reader(partition, from, buffer);
  }

  private void enqueue(Runnable action) {
    actions.add(action);
    consumer.wakeup();
  }

  /** A new assignment keeps the offsets of the remaining partitions. */
  private void reassign() {
    Set<Integer> partitions = new TreeSet<>(buffers.keySet());
    consumer.assign(partitions.stream().map(p -> new TopicPartition(topic, p)).toList());
  }

  private void readUntilClosed() {
    try (consumer) {
      while (!closed) {
        step();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (Error fatal) {
      FatalError.endProcess("the reader of " + topic, fatal);
    } catch (RuntimeException defect) {
      LOG.log(System.Logger.Level.ERROR, "reading " + topic + " stops", defect);
      failAll("reading has stopped: " + defect);
    }
  }

  private void step() throws InterruptedException {
    try {
      for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
        action.run();
      }
      if (buffers.isEmpty()) {
        Thread.sleep(5); // until the first reader is opened
        return;
      }
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      take(polled);
      if (!polled.isEmpty() && actions.isEmpty()) {
        Thread.sleep(BETWEEN_FETCHES);
      }
    } catch (WakeupException actionQueued) {
      LOG.log(System.Logger.Level.TRACE, "woken");
    } catch (OffsetOutOfRangeException gone) {
      giveUp(gone);
    } catch (KafkaException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot read " + topic + ": " + e);
      Thread.sleep(AFTER_FAILURE);
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> polled) {
    for (TopicPartition partition : polled.partitions()) {
      PartitionBuffer buffer = buffers.get(partition.partition());
      if (buffer == null) {
        continue;
      }
      List<LogRecord> records = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
        records.add(new LogRecord(record.offset(), record.value()));
      }
      buffer.add(records);
      if (buffer.isFull()) {
        consumer.pause(Set.of(partition));
      }
    }
  }

  /** The log has been trimmed beyond these positions, or ends before them and so is another log. */
  private void giveUp(OffsetOutOfRangeException gone) {
    gone.offsetOutOfRangePartitions()
        .forEach((partition, offset) -> {
          PartitionBuffer buffer = buffers.remove(partition.partition());
          if (buffer != null) {
            buffer.fail(
                new LogDamaged(
                    "shard %d is not in the log at position %d: it is older than what the log keeps"
                        .formatted(partition.partition(), offset)));
          }
        });
    reassign();
  }

  private void failAll(String why) {
    buffers.values().forEach(buffer -> buffer.fail(new LogDamaged(why)));
  }

  /** Reads one partition in order, and checks that there are no gaps. */
  private final class Reader implements LogReader {
    private final int partition;
    private final PartitionBuffer buffer;
    private long next;

    Reader(int partition, long from, PartitionBuffer buffer) {
      this.partition = partition;
      this.next = from;
      this.buffer = buffer;
    }

    @Override
    public List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException {
      boolean wasFull = buffer.isFull();
      boolean wasHalfEmpty = buffer.isHalfEmpty();
      List<LogRecord> taken = buffer.poll(countMax, wait);
      if ((wasFull || !wasHalfEmpty) && buffer.isHalfEmpty()) {
        enqueue(this::resume);
      }
      for (LogRecord record : taken) {
        if (next == Log.FIRST_KEPT) {
          next = record.position();
        }
        if (record.position() != next) {
          throw new LogDamaged(
              "shard %d lacks position %d, next is %d"
                  .formatted(partition, next, record.position()));
        }
        next++;
      }
      return taken;
    }

    private void resume() {
      if (buffers.get(partition) == buffer) {
        consumer.resume(Set.of(new TopicPartition(topic, partition)));
      }
    }

    @Override
    public void close() {
      enqueue(() -> {
        if (buffers.remove(partition, buffer)) {
          reassign();
        }
      });
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
