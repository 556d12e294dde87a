package org.bongsu.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.bongsu.log.LogDamaged;

/** Creates the topics of a deployment, and checks existing ones. */
public final class Topics {
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final System.Logger LOG = System.getLogger(Topics.class.getName());

  /** A topic; all topics of a deployment have the same replication. */
  public record Topic(String name, int partitions, Duration kept) {}

  /**
   * The replication of each partition.
   *
   * @param replicas one in each site
   * @param inSyncMin number of replicas that must have a record before it is acknowledged
   */
  public record Replication(int replicas, int inSyncMin) {
    /** One in each of three sites; any one may be lost. */
    public static final Replication THREE_SITES = new Replication(3, 2);
  }

  /** The oldest position of each partition, and the one after its newest record. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Bounds(long[] firstKept, long[] end) {}

  private Topics() {}

  /**
   * Creates missing topics and waits until all exist. It also waits for the brokers: the first
   * start needs all of them.
   *
   * @throws LogDamaged if a topic exists with another number of partitions
   */
  public static void createOrCheck(Cluster cluster, Replication replication, List<Topic> topics)
      throws InterruptedException {
    try (Admin admin = Admin.create(cluster.admin())) {
      for (Topic topic : topics) {
        until("topic " + topic.name, () -> tryToCreate(admin, replication, topic));
      }
    }
  }

  /** Something that brokers may not do yet. */
  interface Attempt {
    /** Empty if it worked; otherwise the reason why not. */
    String make() throws InterruptedException;
  }

  /** Returns when an attempt has worked; logs each new reason why it has not. */
  static void until(String what, Attempt attempt) throws InterruptedException {
    String said = "";
    for (String why = attempt.make(); !why.isEmpty(); why = attempt.make()) {
      if (!why.equals(said)) {
        LOG.log(System.Logger.Level.DEBUG, what + " waits: " + why);
        said = why;
      }
      Thread.sleep(RETRY);
    }
  }

  /** Empty if the topic exists; otherwise the reason why not. */
  private static String tryToCreate(Admin admin, Replication replication, Topic topic)
      throws InterruptedException {
    try {
      Optional<TopicDescription> found = find(admin, topic.name);
      if (found.isEmpty()) {
        admin.createTopics(List.of(wanted(replication, topic))).all().get();
        return "created, but not visible yet";
      }
      int partitions = found.get().partitions().size();
      if (partitions != topic.partitions) {
        throw new LogDamaged(
            "topic %s has %d partitions instead of %d: the number of shards cannot be changed"
                .formatted(topic.name, partitions, topic.partitions));
      }
      return "";
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException ? "created by another site" : whyOf(e);
    } catch (KafkaException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static String whyOf(ExecutionException e) {
    return e.getCause() == null ? e.toString() : e.getCause().toString();
  }

  /**
   * The identity of a topic: one that was deleted and created again has another. Waits until a
   * broker has answered.
   *
   * @param missingFor a topic is missing if brokers say so for this long, as one that has just
   *     started may not know it yet
   * @return empty if there is no such topic
   */
  public static Optional<String> id(Cluster cluster, Topic topic, Duration missingFor)
      throws InterruptedException {
    try (Admin admin = Admin.create(cluster.admin())) {
      long missingSince = 0;
      boolean isMissing = false;
      while (true) {
        try {
          Optional<String> found = id(admin, topic.name);
          if (found.isPresent()) {
            return found;
          }
          long now = System.nanoTime();
          missingSince = isMissing ? missingSince : now;
          isMissing = true;
          if (now - missingSince >= missingFor.toNanos()) {
            return Optional.empty();
          }
        } catch (ExecutionException e) {
          isMissing = false;
          LOG.log(System.Logger.Level.DEBUG, "topic " + topic.name + ": " + whyOf(e));
        }
        Thread.sleep(RETRY);
      }
    }
  }

  /**
   * The identity of a topic, as one broker knows it now; empty if there is none. Brokers whose
   * disks were lost have no rule any more that lets a site see the topic.
   */
  static Optional<String> id(Admin admin, String name)
      throws InterruptedException, ExecutionException {
    try {
      return find(admin, name).map(found -> found.topicId().toString());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicAuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Deletes a topic if it exists, and returns when it is gone. */
  public static void delete(Cluster cluster, Topic topic) throws InterruptedException {
    try (Admin admin = Admin.create(cluster.admin())) {
      while (true) {
        try {
          if (find(admin, topic.name).isEmpty()) {
            return;
          }
          admin.deleteTopics(List.of(topic.name)).all().get();
        } catch (ExecutionException e) {
          LOG.log(System.Logger.Level.DEBUG, "topic " + topic.name + " stays: " + whyOf(e));
        }
        Thread.sleep(RETRY);
      }
    }
  }

  /** The current bounds of all partitions. Waits until their leaders have answered. */
  public static Bounds bounds(Cluster cluster, Topic topic) throws InterruptedException {
    try (Admin admin = Admin.create(cluster.admin())) {
      while (true) {
        try {
          return new Bounds(offsets(admin, topic, OffsetSpec.earliest()), ends(admin, topic));
        } catch (ExecutionException e) {
          LOG.log(System.Logger.Level.DEBUG, "the bounds of the log are not known: " + whyOf(e));
          Thread.sleep(RETRY);
        }
      }
    }
  }

  /** The positions after the newest records. */
  static long[] ends(Admin admin, Topic topic) throws InterruptedException, ExecutionException {
    return offsets(admin, topic, OffsetSpec.latest());
  }

  private static long[] offsets(Admin admin, Topic topic, OffsetSpec which)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (int i = 0; i < topic.partitions; i++) {
      wanted.put(new TopicPartition(topic.name, i), which);
    }
    long[] offsets = new long[topic.partitions];
    admin
        .listOffsets(wanted)
        .all()
        .get()
        .forEach((partition, found) -> offsets[partition.partition()] = found.offset());
    return offsets;
  }

  private static Optional<TopicDescription> find(Admin admin, String name)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.ofNullable(
          admin.describeTopics(List.of(name)).allTopicNames().get().get(name));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static NewTopic wanted(Replication replication, Topic topic) {
    return new NewTopic(topic.name, topic.partitions, (short) replication.replicas)
        .configs(
            Map.of(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(replication.inSyncMin),
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                "false",
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(topic.kept.toMillis()),
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(Math.max(60_000, topic.kept.toMillis() / 8)),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(Cluster.MESSAGE_BYTES_MAX)));
  }
}
