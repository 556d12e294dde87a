package org.bongsu.kafka.broker;

import java.io.IOException;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker inside this process, used to record a class archive (JEP 514) with which real brokers,
 * in processes of their own, start faster.
 */
public final class RehearsedBroker implements AutoCloseable {
  private final KafkaRaftServer server;

  private RehearsedBroker(KafkaRaftServer server) {
    this.server = server;
  }

  /** Starts the broker and waits until it answers. */
  public static RehearsedBroker start(BrokerPlan plan) throws IOException {
    plan.write();
    int formatted = BrokerMain.format(plan.file().toString(), plan.clusterId());
    if (formatted != 0) {
      throw new IOException("a broker's directory cannot be formatted: status " + formatted);
    }
    Properties properties = new Properties();
    properties.putAll(plan.properties());
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
    return new RehearsedBroker(server);
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
