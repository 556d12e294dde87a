package org.bongsu.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.bongsu.log.LostLog;

/**
 * Checks every second that a topic is still the one over which a log was opened, and that it still
 * has what was read from it or acknowledged. Producers and consumers do not notice: they go on with
 * a topic that was created again under the same name.
 *
 * <p>Guarantee: two seconds after a broker can tell, {@link #lost} says so. While no broker answers
 * nothing is concluded.
 */
final class LogWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A broker that has just started may not know the topic yet. */
  private static final int MISSING_LOOKS = 2;

  private static final System.Logger LOG = System.getLogger(LogWatch.class.getName());

  private final Cluster cluster;
  private final Topics.Topic topic;
  private final String id;
  private final AtomicLongArray reached;
  private final Thread thread;
  private volatile Optional<String> lost = Optional.empty();

  /** Counts looks that were answered. */
  private volatile long looks;

  private int missing;

  /**
   * Starts to watch.
   *
   * @param id of the topic when the log was opened
   * @param reached for each partition a position that the log has reached; it grows
   */
  LogWatch(Cluster cluster, Topics.Topic topic, String id, AtomicLongArray reached) {
    this.cluster = cluster;
    this.topic = topic;
    this.id = id;
    this.reached = reached;
    this.thread = Thread.ofPlatform().name("watch-" + topic.name()).start(this::lookUntilClosed);
  }

  /** Why the log cannot be continued; empty as long as it can. */
  Optional<String> lost() {
    return lost;
  }

  /** How often the brokers have answered. */
  long looks() {
    return looks;
  }

  private void lookUntilClosed() {
    try (Admin admin = Admin.create(cluster.admin())) {
      while (true) {
        try {
          look(admin);
        } catch (ExecutionException | KafkaException e) {
          LOG.log(System.Logger.Level.DEBUG, "the topic " + topic.name() + " is not seen: " + e);
        }
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Admin admin) throws InterruptedException, ExecutionException {
    long[] before = new long[reached.length()];
    for (int i = 0; i < before.length; i++) {
      before[i] = reached.get(i); // earlier than the answer, which must reach it
    }
    Optional<String> now = Topics.id(admin, topic.name());
    if (now.isEmpty()) {
      if (++missing >= MISSING_LOOKS) {
        conclude("Kafka's topic %s is missing: %s".formatted(topic.name(), LostLog.ADVICE));
      }
      return;
    }
    missing = 0;
    conclude(now.get().equals(id) ? shortOf(before, Topics.ends(admin, topic)) : recreated());
  }

  private void conclude(String why) {
    lost = why.isEmpty() ? Optional.empty() : Optional.of(why);
    looks++;
  }

  /** The loss of a topic that exists under another identity. */
  private String recreated() {
    return "Kafka's topic %s was deleted and created again: %s"
        .formatted(topic.name(), LostLog.ADVICE);
  }

  /** The loss of a log that ends before what it had reached; empty if it does not. */
  private String shortOf(long[] before, long[] ends) {
    for (int i = 0; i < before.length; i++) {
      if (ends[i] < before[i]) {
        return "Kafka's topic %s has lost records: shard %d ends at position %d instead of %d: %s"
            .formatted(topic.name(), i, ends[i], before[i], LostLog.ADVICE);
      }
    }
    return "";
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
