package org.bongsu.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bongsu.kafka.broker.Broker;
import org.bongsu.kafka.broker.BrokerPlan;

/** A single real broker in a process of its own, with replication factor 1. */
final class OneBroker implements AutoCloseable {
  static final Topics.Replication ALONE = new Topics.Replication(1, 1);

  private final BrokerPlan plan;
  private final Broker broker;

  OneBroker(Path directory) throws IOException {
    this(directory, Optional.empty());
  }

  OneBroker(Path directory, Optional<Security.MutualTls> tls) throws IOException {
    BrokerPlan.Voter own = new BrokerPlan.Voter(1, "127.0.0.1", freePort(), freePort());
    this.plan =
        new BrokerPlan(
            "bongsu-test-cluster-00",
            own,
            List.of(own),
            ALONE,
            Pace.STEADY,
            Optional.empty(),
            tls,
            directory);
    this.broker = Broker.start(plan);
  }

  Broker broker() {
    return broker;
  }

  Cluster cluster() {
    return cluster(new Security.Plaintext());
  }

  Cluster cluster(Security security) {
    return new Cluster(plan.bootstrap(), "test", Pace.STEADY, security);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
