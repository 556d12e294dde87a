package org.bongsu.kafka.broker;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.kafka.Topics.Replication;
import org.bongsu.kafka.Tuning;

/**
 * The configuration of a site's broker.
 *
 * @param clusterId 22 characters of URL-safe Base64, the same in all sites
 * @param own one of {@code voters}
 * @param voters the brokers and controllers of all sites
 * @param flush time after which acknowledged records are forced to the disk, 0 for before each
 *     acknowledgement; empty to leave that to the operating system, as Kafka does by default
 * @param tls how its connections are secured; empty for plaintext
 * @param directory of the broker's data
 */
public record BrokerPlan(
    String clusterId,
    Voter own,
    List<Voter> voters,
    Replication replication,
    Pace pace,
    Optional<Duration> flush,
    Optional<Security.MutualTls> tls,
    Path directory) {

  /**
   * Broker and controller of one site.
   *
   * @param id from 1 on, different in each site and never changed
   * @param host name that other sites can reach
   * @param port of the broker
   * @param controllerPort of the controller
   */
  public record Voter(int id, String host, int port, int controllerPort) {
    String asController() {
      return id + "@" + host + ":" + controllerPort;
    }

    /** The broker's address for clients. */
    public String address() {
      return host + ":" + port;
    }
  }

  /** The bootstrap addresses for clients: this site's broker first. */
  public String bootstrap() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(own), voters.stream().filter(v -> v.id() != own.id()))
        .map(Voter::address)
        .collect(Collectors.joining(","));
  }

  /** The file server.properties. */
  Path file() {
    return directory.resolve("server.properties");
  }

  /** Writes {@link #file}; called at each start. */
  void write() throws IOException {
    Files.createDirectories(directory);
    Properties properties = new Properties();
    properties.putAll(properties());
    try (Writer out = Files.newBufferedWriter(file())) {
      properties.store(out, "written at each start");
    }
  }

  /** The contents of server.properties. */
  Map<String, String> properties() {
    Map<String, String> all = new TreeMap<>(Tuning.ofBroker(pace));
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(own.id));
    all.put(
        "controller.quorum.voters",
        voters.stream().map(Voter::asController).collect(Collectors.joining(",")));
    all.put(
        "listeners",
        "BROKER://%s,CONTROLLER://%s:%d".formatted(own.address(), own.host, own.controllerPort));
    all.put("advertised.listeners", "BROKER://" + own.address());
    all.put("inter.broker.listener.name", "BROKER");
    all.put("controller.listener.names", "CONTROLLER");
    all.put(
        "listener.security.protocol.map",
        tls.isPresent() ? "BROKER:SSL,CONTROLLER:SSL" : "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    tls.ifPresent(protection -> all.putAll(protection.ofBroker()));
    all.put("log.dirs", directory.resolve("data").toAbsolutePath().toString());
    keepWhatIsAcknowledged(all);
    staySmall(all);
    return all;
  }

  private void keepWhatIsAcknowledged(Map<String, String> all) {
    String replicas = Integer.toString(replication.replicas());
    String inSyncMin = Integer.toString(replication.inSyncMin());
    all.put("default.replication.factor", replicas);
    all.put("min.insync.replicas", inSyncMin);
    all.put("unclean.leader.election.enable", "false");
    all.put("auto.create.topics.enable", "false");
    flush.ifPresent(time -> flushAfter(time, all));
    all.put("message.max.bytes", Integer.toString(Cluster.MESSAGE_BYTES_MAX));
    all.put("replica.fetch.max.bytes", Integer.toString(2 * Cluster.MESSAGE_BYTES_MAX));
    // Kafka's internal topics are not used; if they were, they should be as safe.
    all.put("offsets.topic.replication.factor", replicas);
    all.put("transaction.state.log.replication.factor", replicas);
    all.put("transaction.state.log.min.isr", inSyncMin);
    all.put("share.coordinator.state.topic.replication.factor", replicas);
    all.put("share.coordinator.state.topic.min.isr", inSyncMin);
  }

  private static void flushAfter(Duration time, Map<String, String> all) {
    if (time.isZero()) {
      all.put("log.flush.interval.messages", "1");
      return;
    }
    String millis = Long.toString(time.toMillis());
    all.put("log.flush.interval.ms", millis);
    all.put("log.flush.scheduler.interval.ms", millis); // how often it looks whether that is over
  }

  private static void staySmall(Map<String, String> all) {
    all.put("num.network.threads", "2");
    all.put("num.io.threads", "4");
    all.put("num.replica.fetchers", "1");
    all.put("num.recovery.threads.per.data.dir", "2");
    all.put("background.threads", "2");
    all.put("log.cleaner.enable", "false"); // no topic is compacted, and it takes 128 MB
    all.put("queued.max.requests", "100");
    all.put("socket.send.buffer.bytes", "1048576");
    all.put("socket.receive.buffer.bytes", "1048576");
    all.put("metric.reporters", "");
  }
}
