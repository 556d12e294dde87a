package org.bongsu.status;

import java.util.Optional;
import org.bongsu.http.Networks;
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
  public Optional<Class<? extends Record>> settings() {
    return Optional.of(StatusSettings.class);
  }

  @Override
  public Running start(NodeContext node) {
    StatusSettings settings = node.homeserver().settings(StatusSettings.class);
    HealthApi health =
        new HealthApi(
            node.homeserver().shards(),
            node.site(),
            node.health(),
            node.metrics(),
            Networks.parse(settings.metricsFrom()));
    return new Running() {
      @Override
      public void addTo(Routes routes) {
        health.addTo(routes);
      }
    };
  }
}
