package org.bongsu.kafka;

import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Finds the active controller of a cluster. */
public final class Quorum implements AutoCloseable {
  private final Admin admin;

  public Quorum(Cluster cluster) {
    admin = Admin.create(cluster.admin());
  }

  /** The id of the broker whose controller is active; empty if none answers within seconds. */
  public OptionalInt activeController() throws InterruptedException {
    try {
      int leader = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
      return leader < 0 ? OptionalInt.empty() : OptionalInt.of(leader);
    } catch (ExecutionException | KafkaException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
