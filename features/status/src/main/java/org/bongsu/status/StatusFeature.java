package org.bongsu.status;

import java.util.List;
import java.util.Optional;
import org.bongsu.http.Networks;
import org.bongsu.http.Routes;
import org.bongsu.node.Feature;
import org.bongsu.node.HealthLine;
import org.bongsu.node.Metric;
import org.bongsu.node.NodeContext;
import org.bongsu.settings.LimitKind;

/**
 * Health checks for load balancers and supervisors, metrics for monitoring, and the state of a
 * site's keys.
 */
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
  public List<LimitKind> limits() {
    return List.of(StatusLimit.values());
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
    Optional<SiteKeysApi> keys =
        node.keys().map(own -> new SiteKeysApi(own, node.homeserver().limits()));
    return new Running() {
      @Override
      public void addTo(Routes routes) {
        health.addTo(routes);
        keys.ifPresent(one -> one.addTo(routes));
      }

      @Override
      public List<HealthLine> health() {
        return keys.map(SiteKeysApi::health).orElse(List.of());
      }

      @Override
      public List<Metric> metrics() {
        return keys.map(SiteKeysApi::metrics).orElse(List.of());
      }
    };
  }
}
