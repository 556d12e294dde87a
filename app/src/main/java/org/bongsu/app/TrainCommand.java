package org.bongsu.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bongsu.bench.Bench;
import org.bongsu.bench.BenchOptions;
import org.bongsu.bench.Part;
import org.bongsu.cluster.keys.Authority;
import org.bongsu.kafka.Cluster;
import org.bongsu.kafka.KafkaLog;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.kafka.TopicAccess;
import org.bongsu.kafka.Topics;
import org.bongsu.kafka.broker.BrokerPlan;
import org.bongsu.kafka.broker.RehearsedBroker;
import org.bongsu.launch.FreePort;
import org.bongsu.log.LogReader;
import org.bongsu.node.Directories;
import org.bongsu.node.Node;
import org.bongsu.settings.Configuration;
import picocli.CommandLine.Command;

/**
 * Runs a server under a small load, then a broker, for some seconds each, in this process and in a
 * directory that is deleted afterwards. The launcher runs it once after a build with {@code
 * -XX:AOTCacheOutput} (JEP 514), so that later starts find the classes that a server or a site
 * needs loaded and linked.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Runs a server briefly, to make an archive of loaded classes for faster starts.")
final class TrainCommand implements Callable<Integer> {
  private static final String SECRET = "train";
  private static final String SITE = "a";
  private static final Topics.Replication ALONE = new Topics.Replication(1, 1);
  private static final int RECORDS = 500;

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("bongsu-train");
    try {
      serve(directory.resolve("server"));
      carry(directory.resolve("broker"));
    } finally {
      Directories.delete(directory);
    }
    return 0;
  }

  private static void serve(Path directory) throws IOException {
    Configuration config =
        AllFeatures.defaults()
            .with("port", "0")
            .with("data", directory.toString())
            .with("registration-secret", SECRET)
            .with("limited", "false")
            .with("password-memory", "64");
    try (Node node = Node.start(config, AllFeatures.LIST)) {
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Bench.run(load(node, directory), nowhere);
    }
  }

  private static BenchOptions load(Node node, Path directory) {
    BenchOptions.Target target =
        new BenchOptions.Target(
            Optional.of(node.url()),
            Optional.of(SECRET),
            OptionalLong.empty(),
            Optional.of(directory));
    BenchOptions.Crowd crowd =
        new BenchOptions.Crowd(OptionalInt.of(8), OptionalInt.of(4), OptionalInt.of(4), 1);
    return new BenchOptions(
        target,
        crowd,
        new BenchOptions.Load(4, 1, OptionalInt.of(50), false),
        Set.of(Part.SENDS, Part.SYNC),
        BenchOptions.Output.NONE,
        new BenchOptions.Scale(1, 200, 200, 200, 1, 2, 4, 10, 1, 2));
  }

  /** The classes of a site's log: broker, controller and client, with TLS. */
  private static void carry(Path directory) throws IOException, InterruptedException {
    Path keys = Authority.open(directory.resolve("keys"), Clock.systemUTC()).make(SITE);
    Security.MutualTls tls =
        new SiteEngineFactory.Files(keys, directory.resolve("crl"), SITE, List.of(SITE)).security();
    BrokerPlan.Voter voter = new BrokerPlan.Voter(1, "127.0.0.1", FreePort.find(), FreePort.find());
    BrokerPlan plan =
        new BrokerPlan(
            "bongsu-train-cluster-0",
            voter,
            List.of(voter),
            ALONE,
            Pace.STEADY,
            Optional.empty(),
            Optional.of(tls),
            directory);
    Topics.Topic topic = new Topics.Topic("bongsu-shards", 1, Duration.ofMinutes(1));
    Cluster cluster = new Cluster(plan.bootstrap(), SITE, Pace.STEADY, tls);
    try (RehearsedBroker _ = RehearsedBroker.start(plan)) {
      TopicAccess.allow(cluster.with(tls.asBroker()), tls, List.of(topic));
      Topics.createOrCheck(cluster.with(tls.asBroker()), ALONE, List.of(topic));
      Topics.createOrCheck(cluster, ALONE, List.of(topic));
      writeAndRead(cluster, topic);
    }
  }

  private static void writeAndRead(Cluster cluster, Topics.Topic topic)
      throws InterruptedException {
    try (KafkaLog log = KafkaLog.open(cluster, topic);
        LogReader reader = log.reader(0, 0)) {
      for (int i = 0; i < RECORDS; i++) {
        log.append(0, new byte[RECORDS]).join();
      }
      for (int read = 0; read < RECORDS; ) {
        read += reader.poll(RECORDS, Duration.ofSeconds(1)).size();
      }
    }
  }
}
