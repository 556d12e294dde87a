package org.bongsu.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.bongsu.cluster.keys.Authority;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.KafkaLog;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.kafka.Topics;
import org.bongsu.kafka.broker.Broker;
import org.bongsu.kafka.broker.BrokerPlan;
import org.bongsu.launch.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site's broker with the deployment's keys accepts sites and nobody else. */
class BrokerKeysIT {
  private static final Topics.Replication ALONE = new Topics.Replication(1, 1);
  private static final Topics.Topic TOPIC = new Topics.Topic("shards", 1, Duration.ofDays(1));

  @TempDir Path directory;

  private Security.MutualTls keys(String authority, String site) throws IOException {
    Path made = Authority.open(directory.resolve(authority), Clock.systemUTC()).make(site);
    SiteKeys keys = SiteKeys.read(made, site, Set.of(site), Instant.now());
    return new Security.MutualTls(keys.keyFile(), keys.authorityFile(), List.of("seoul", "busan"));
  }

  /** The exception with which a client with these settings fails to list the topics. */
  private static Throwable refusal(String broker, Map<String, String> security) {
    Map<String, Object> settings = new TreeMap<>(security);
    settings.put("bootstrap.servers", broker);
    settings.put("default.api.timeout.ms", "5000");
    settings.put("request.timeout.ms", "3000");
    try (Admin admin = Admin.create(settings)) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> admin.describeTopics(List.of(TOPIC.name())).allTopicNames().get());
      return refused.getCause();
    }
  }

  @Test
  void sitesGetInAndNobodyElse() throws Exception {
    BrokerPlan.Voter own = new BrokerPlan.Voter(1, "127.0.0.1", FreePort.find(), FreePort.find());
    Security.MutualTls seoul = keys("keys", "seoul");
    BrokerPlan plan =
        new BrokerPlan(
            "bongsu-test-cluster-00",
            own,
            List.of(own),
            ALONE,
            Pace.STEADY,
            Optional.of(seoul),
            directory.resolve("broker"));
    Security.MutualTls busan = keys("keys", "busan");
    try (Broker broker = Broker.start(plan)) {
      Cluster cluster = new Cluster(plan.bootstrap(), "busan", Pace.STEADY, busan);
      Topics.createOrCheck(cluster, ALONE, List.of(TOPIC));
      try (KafkaLog log = KafkaLog.open(cluster, TOPIC)) {
        assertEquals(0, log.append(0, new byte[10]).get());
      }

      assertInstanceOf(
          SslAuthenticationException.class,
          refusal(own.address(), keys("others", "busan").ofClient()),
          "another deployment's");
      Map<String, String> anonymous = new TreeMap<>(busan.ofClient());
      anonymous.keySet().removeIf(name -> name.startsWith("ssl.keystore"));
      assertInstanceOf(
          SslAuthenticationException.class, refusal(own.address(), anonymous), "without one");
      assertInstanceOf(
          AuthorizationException.class,
          refusal(own.address(), keys("keys", "jeju").ofClient()),
          "of the same authority, and no site");
      assertInstanceOf(
          TimeoutException.class, refusal(own.address(), Map.of()), "without encryption");
      assertEquals(1, broker.starts());
    }
  }
}
