package org.bongsu.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The addresses of the brokers, and how clients connect to them.
 *
 * @param bootstrap {@code HOST:PORT,...}; one live broker is enough
 * @param client names this client in the brokers' logs
 */
public record Cluster(String bootstrap, String client, Pace pace, Security security) {
  /** A record of {@link org.bongsu.log.Log#RECORD_BYTES_MAX} with room for Kafka's framing. */
  public static final int MESSAGE_BYTES_MAX = org.bongsu.log.Log.RECORD_BYTES_MAX + 64 * 1024;

  private static final int BATCH_BYTES = 256 * 1024;
  private static final int FETCH_BYTES_MAX = 8 << 20;
  private static final int POLL_RECORDS_MAX = 1000;

  /** The same brokers, with other protection. */
  public Cluster with(Security other) {
    return new Cluster(bootstrap, client, pace, other);
  }

  private Map<String, Object> common(Tuning.Part part) {
    Map<String, Object> config = new HashMap<>(Tuning.of(pace, Tuning.Part.CLIENT, part));
    config.putAll(security.ofClient());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, client);
    config.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap");
    config.put(CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG, "5000");
    config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
    return config;
  }

  /** Settings of an administration client. */
  Map<String, Object> admin() {
    Map<String, Object> config = common(Tuning.Part.CLIENT);
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "3000");
    return config;
  }

  /**
   * Settings of a producer. Its acknowledgement means that the record is in the in-sync replicas of
   * at least two sites, once and in order.
   *
   * @param bytesMax size of the producer's buffer
   */
  Map<String, Object> producer(long bytesMax) {
    Map<String, Object> config = common(Tuning.Part.PRODUCER);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    config.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MESSAGE_BYTES_MAX));
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(bytesMax));
    config.put(
        ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.toString(Duration.ofDays(30).toMillis()));
    return config;
  }

  /** Settings of a consumer with manually assigned partitions and offsets. */
  Map<String, Object> consumer() {
    Map<String, Object> config = common(Tuning.Part.CONSUMER);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(POLL_RECORDS_MAX));
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH_BYTES_MAX));
    config.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(MESSAGE_BYTES_MAX));
    return config;
  }
}
