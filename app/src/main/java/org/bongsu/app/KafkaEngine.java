package org.bongsu.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bongsu.cluster.SitePlan;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.KafkaLog;
import org.bongsu.kafka.LogStart;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.kafka.TopicAccess;
import org.bongsu.kafka.Topics;
import org.bongsu.kafka.Topics.Replication;
import org.bongsu.kafka.Topics.Topic;
import org.bongsu.kafka.broker.Broker;
import org.bongsu.kafka.broker.BrokerPlan;
import org.bongsu.log.Log;

/** The logs of all sites on Kafka: the broker of this site, and the topics. */
final class KafkaEngine implements SitePlan.Engine, AutoCloseable {
  /** A site that was away for longer is rebuilt from another one. */
  private static final Duration SHARDS_KEPT = Duration.ofDays(7);

  /** Leadership follows from the newest records; older ones are not needed. */
  private static final Duration SITES_KEPT = Duration.ofMinutes(10);

  /** Old messages of the bus are not needed. */
  private static final Duration BUS_KEPT = Duration.ofMinutes(2);

  /** Long enough for a site that was restarted; what is missed is fetched from another site. */
  private static final Duration MEDIA_KEPT = Duration.ofHours(6);

  /** A broker that has just started may not know the shards' topic yet. */
  private static final Duration MISSING_FOR = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(KafkaEngine.class.getName());

  private final Optional<Broker> broker;
  private final Optional<Security.MutualTls> tls;

  /** As this site. */
  private final Cluster cluster;

  private final Topic shards;
  private final Topic sites;
  private final Topic bus;
  private final Topic media;

  private KafkaEngine(
      Optional<Broker> broker, Optional<Security.MutualTls> tls, Cluster cluster, int shards) {
    this.broker = broker;
    this.tls = tls;
    this.cluster = cluster;
    this.shards = new Topic("bongsu-shards", shards, SHARDS_KEPT);
    this.sites = new Topic("bongsu-sites", 1, SITES_KEPT);
    this.bus = new Topic("bongsu-bus", 1, BUS_KEPT);
    this.media = new Topic("bongsu-media", 1, MEDIA_KEPT);
  }

  /** Starts the broker of a site. */
  static KafkaEngine withBroker(
      PeerList peers,
      String name,
      DeploymentSecret secret,
      Optional<Security.MutualTls> tls,
      Path directory,
      Pace pace,
      Optional<Duration> flush,
      int shards)
      throws IOException {
    BrokerPlan plan =
        new BrokerPlan(
            secret.clusterId(),
            peers.voter(name),
            peers.voters(),
            Replication.THREE_SITES,
            pace,
            flush,
            tls,
            directory);
    Broker broker = Broker.start(plan);
    Cluster cluster = new Cluster(plan.bootstrap(), name, pace, security(tls));
    return new KafkaEngine(Optional.of(broker), tls, cluster, shards);
  }

  /** Uses the brokers of running sites. */
  static KafkaEngine ofRunningSites(
      PeerList peers, String name, Optional<Security.MutualTls> tls, int shards) {
    Cluster cluster = new Cluster(peers.brokers(), name, Pace.STEADY, security(tls));
    return new KafkaEngine(Optional.empty(), tls, cluster, shards);
  }

  private static Security security(Optional<Security.MutualTls> tls) {
    return tls.<Security>map(own -> own).orElseGet(Security.Plaintext::new);
  }

  /** Uses existing brokers. */
  static KafkaEngine over(String bootstrap, Security security, String name, Pace pace, int shards) {
    Cluster cluster = new Cluster(bootstrap, name, pace, security);
    return new KafkaEngine(Optional.empty(), Optional.empty(), cluster, shards);
  }

  /**
   * Returns when all topics but the shards' exist: at a deployment's first start, once all brokers
   * run. What is in them need not be kept.
   */
  void awaitTopics() throws InterruptedException {
    allowSites();
    List<Topic> rest = List.of(sites, bus, media);
    Topics.createOrCheck(asBroker(), Replication.THREE_SITES, rest);
    if (tls.isPresent()) {
      Topics.createOrCheck(cluster, Replication.THREE_SITES, rest); // waits for access
    }
  }

  /** Brokers whose disks were lost have lost the rules, too. */
  private void allowSites() throws InterruptedException {
    if (tls.isPresent()) {
      TopicAccess.allow(asBroker(), tls.get(), List.of(sites, shards, bus, media));
    }
  }

  /** For setting up topics, which a site may not. */
  private Cluster asBroker() {
    return tls.map(own -> cluster.with(own.asBroker())).orElse(cluster);
  }

  @Override
  public Optional<String> logId() throws InterruptedException {
    return Topics.id(cluster, shards, MISSING_FOR);
  }

  @Override
  public void createLog() throws InterruptedException {
    allowSites();
    Topics.createOrCheck(asBroker(), Replication.THREE_SITES, List.of(shards));
  }

  /** Deletes the shards' log if there is one. */
  void deleteLog() throws InterruptedException {
    Topics.delete(asBroker(), shards);
  }

  @Override
  public void beginAt(long[] positions, boolean brings) throws InterruptedException {
    LogStart beginning =
        new LogStart(
            asBroker(), shards, positions, text -> LOG.log(System.Logger.Level.INFO, text));
    if (brings) {
      beginning.make();
    } else {
      beginning.await();
    }
  }

  @Override
  public Bounds bounds() throws InterruptedException {
    Topics.Bounds bounds = Topics.bounds(cluster, shards);
    return new Bounds(bounds.firstKept(), bounds.end());
  }

  @Override
  public Log shards(String id) {
    return KafkaLog.openWatched(cluster, shards, id);
  }

  @Override
  public Log sites() {
    return KafkaLog.open(cluster, sites);
  }

  @Override
  public Log bus() {
    return KafkaLog.open(cluster, bus);
  }

  @Override
  public Log media() {
    return KafkaLog.open(cluster, media);
  }

  @Override
  public void close() {
    broker.ifPresent(Broker::close);
  }
}
