package org.bongsu.kafka.broker;

import java.io.IOException;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker within this process, for what Java keeps of it in an archive (JEP 514): real brokers,
 * which are processes of their own, start faster with that.
 */
public final class RehearsedBroker implements AutoCloseable {
  private final KafkaRaftServer server;

  private RehearsedBroker(KafkaRaftServer server) {
    this.server = server;
  }

  /** Returns when it answers. */
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
