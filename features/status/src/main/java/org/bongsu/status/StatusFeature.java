package org.bongsu.status;

import org.bongsu.http.Routes;
import org.bongsu.node.Feature;
import org.bongsu.node.NodeContext;

/** Health checks for load balancers and supervisors, metrics for monitoring. */
public final class StatusFeature implements Feature {
  @Override
  public String name() {
    return "status";
  }

  @Override
  public Running start(NodeContext node) {
    HealthApi health =
        new HealthApi(node.homeserver().shards(), node.site(), node.health(), node.metrics());
    return new Running() {
      @Override
      public void addTo(Routes routes) {
        health.addTo(routes);
      }
    };
  }
}
