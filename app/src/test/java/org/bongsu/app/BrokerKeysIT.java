package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.bongsu.cluster.keys.Authority;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.KafkaLog;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.kafka.TopicAccess;
import org.bongsu.kafka.Topics;
import org.bongsu.kafka.broker.Broker;
import org.bongsu.kafka.broker.BrokerPlan;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site's broker with the deployment's keys accepts sites, for what they need, and nobody else.
 * Renewed and revoked certificates take effect while it runs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerKeysIT {
  private static final Topics.Replication ALONE = new Topics.Replication(1, 1);
  private static final Topics.Topic TOPIC = new Topics.Topic("shards", 1, Duration.ofDays(1));
  private static final Topics.Topic FOREIGN = new Topics.Topic("foreign", 1, Duration.ofDays(1));
  private static final List<String> SITES = List.of("seoul", "busan", "jeju");

  /** At ten a second a minute: for what takes effect within seconds. */
  private static final int TRIES = 600;

  private Path directory;

  private Authority authority;
  private BrokerPlan.Voter own;
  private Broker broker;

  @BeforeAll
  void start(@TempDir Path empty) throws Exception {
    directory = empty;
    authority = authority("keys");
    for (String site : SITES) {
      authority.make(site);
    }
    own = new BrokerPlan.Voter(1, "127.0.0.1", FreePort.find(), FreePort.find());
    BrokerPlan plan =
        new BrokerPlan(
            "bongsu-test-cluster-00",
            own,
            List.of(own),
            ALONE,
            Pace.STEADY,
            Optional.empty(),
            Optional.of(security("seoul")),
            directory.resolve("broker"));
    broker = Broker.start(plan);
    Cluster setup = cluster(security("seoul").asBroker());
    TopicAccess.allow(setup, security("seoul"), List.of(TOPIC));
    Topics.createOrCheck(setup, ALONE, List.of(TOPIC, FOREIGN));
    Topics.createOrCheck(cluster(security("busan")), ALONE, List.of(TOPIC));
  }

  @AfterAll
  void stop() {
    assertEquals(1, broker.starts());
    broker.close();
  }

  private Authority authority(String name) throws IOException {
    return Authority.open(directory.resolve(name), Clock.systemUTC());
  }

  private Security.MutualTls security(String site) {
    Path keys = directory.resolve("keys").resolve(site);
    return new SiteEngineFactory.Files(keys, directory.resolve("received"), site, SITES).security();
  }

  private Cluster cluster(Security security) {
    return new Cluster(own.address(), "test", Pace.STEADY, security);
  }

  /** The settings of a program that is not ours, with the key and certificate in a file. */
  private Map<String, String> foreign(Path key) {
    return Map.of(
        "security.protocol", "SSL",
        "ssl.keystore.type", "PEM",
        "ssl.keystore.location", key.toString(),
        "ssl.truststore.type", "PEM",
        "ssl.truststore.location", directory.resolve("keys/ca.pem").toString(),
        "ssl.endpoint.identification.algorithm", "");
  }

  /** Why the broker refuses something to a client with these settings. */
  private Throwable refusal(Map<String, String> security, Function<Admin, KafkaFuture<?>> wanted) {
    Map<String, Object> settings = new TreeMap<>(security);
    settings.put("bootstrap.servers", own.address());
    settings.put("default.api.timeout.ms", "5000");
    settings.put("request.timeout.ms", "3000");
    try (Admin admin = Admin.create(settings)) {
      return assertThrows(ExecutionException.class, () -> wanted.apply(admin).get()).getCause();
    }
  }

  private static KafkaFuture<?> describe(Admin admin) {
    return admin.describeTopics(List.of(TOPIC.name())).allTopicNames();
  }

  private void assertNotConnected(Map<String, String> security, String who) {
    assertInstanceOf(
        SslAuthenticationException.class, refusal(security, BrokerKeysIT::describe), who);
  }

  @Test
  void nobodyButSitesGetsIn() throws Exception {
    assertNotConnected(foreign(authority("others").make("busan").resolve("site.pem")), "stranger");
    Path ulsan = authority.make("ulsan").resolve("site.pem");
    assertNotConnected(foreign(ulsan), "of the same authority, but no site");
    Map<String, String> anonymous = new TreeMap<>(foreign(ulsan));
    anonymous.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
    assertNotConnected(anonymous, "without a certificate");
    assertInstanceOf(
        TimeoutException.class, refusal(Map.of(), BrokerKeysIT::describe), "without encryption");
  }

  @Test
  void aSiteUsesItsTopicsAndNothingElse() throws Exception {
    Cluster cluster = cluster(security("busan"));
    try (KafkaLog log = KafkaLog.open(cluster, TOPIC)) {
      log.append(0, new byte[10]).get();
    }
    Map<String, String> busan = foreign(directory.resolve("keys/busan/site.pem"));
    TopicPartition partition = new TopicPartition(FOREIGN.name(), 0);
    ConfigResource server = new ConfigResource(ConfigResource.Type.BROKER, "1");
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry("log.retention.ms", "1000"), AlterConfigOp.OpType.SET);
    Map<String, Function<Admin, KafkaFuture<?>>> wanted =
        Map.of(
            "create a topic",
            admin -> admin.createTopics(List.of(new NewTopic("more", 1, (short) 1))).all(),
            "delete its own topic",
            admin -> admin.deleteTopics(List.of(TOPIC.name())).all(),
            "delete another topic",
            admin -> admin.deleteTopics(List.of(FOREIGN.name())).all(),
            "read another topic",
            admin -> admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all(),
            "change the broker's configuration",
            admin -> admin.incrementalAlterConfigs(Map.of(server, List.of(change))).all(),
            "use a group",
            admin -> admin.listConsumerGroupOffsets("group").partitionsToOffsetAndMetadata());
    wanted.forEach((what, request) ->
        assertInstanceOf(AuthorizationException.class, refusal(busan, request), what));
  }

  @Test
  void renewedKeysArePresentedWithoutARestart() throws Exception {
    try (KafkaLog log = KafkaLog.open(cluster(security("seoul")), TOPIC)) {
      log.append(0, new byte[10]).get();
      BigInteger first = presented();
      authority.make("seoul");
      for (int i = 0; i < TRIES && presented().equals(first); i++) {
        log.append(0, new byte[10]).get(); // the open connection goes on
        Thread.sleep(100);
      }
      assertNotEquals(first, presented());
      log.append(0, new byte[10]).get();
    }
  }

  /** The serial number of the broker's certificate. */
  private BigInteger presented() throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(own.host(), own.port())) {
      socket.startHandshake();
      X509Certificate found = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return found.getSerialNumber();
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void revokedKeysAreRefusedUntilThereAreNewOnes() throws Exception {
    Path stolen =
        Files.copy(directory.resolve("keys/jeju/site.pem"), directory.resolve("stolen.pem"));
    Path stolenBroker =
        Files.copy(directory.resolve("keys/jeju/broker.pem"), directory.resolve("stolen-b.pem"));
    try (KafkaLog log = KafkaLog.open(cluster(security("jeju")), TOPIC)) {
      assertTrue(isAppended(log));
      authority.revoke("jeju", false);
      awaitAppended(log, false); // over the connection that was open
      assertNotConnected(foreign(stolen), "the site");
      assertNotConnected(foreign(stolenBroker), "its broker");
      authority.make("jeju");
      awaitAppended(log, true); // by the same program, which has found its new keys
      assertNotConnected(foreign(stolen), "the site, after there are new keys");
    }
  }

  private static void awaitAppended(KafkaLog log, boolean expected) throws InterruptedException {
    for (int i = 0; i < TRIES && isAppended(log) != expected; i++) {
      Thread.sleep(100);
    }
    assertEquals(expected, isAppended(log));
  }

  private static boolean isAppended(KafkaLog log) throws InterruptedException {
    try {
      log.append(0, new byte[10]).get();
      return true;
    } catch (ExecutionException refused) {
      return false;
    }
  }
}
