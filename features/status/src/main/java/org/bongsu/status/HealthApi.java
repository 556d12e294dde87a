package org.bongsu.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bongsu.cluster.Site;
import org.bongsu.cluster.SiteView;
import org.bongsu.http.Networks;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.node.HealthLine;
import org.bongsu.node.Metric;
import org.bongsu.shard.Shard;
import org.bongsu.shard.Shards;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Health and metrics of this node, for load balancers, supervisors and monitoring. No token needed.
 */
final class HealthApi {
  private final Shards shards;
  private final Optional<Site> site;
  private final Supplier<Map<String, List<HealthLine>>> features;
  private final Supplier<List<Metric>> metrics;
  private final Networks metricsFrom;

  /**
   * The health of a node.
   *
   * @param site empty on a single machine
   * @param features health lines of each feature, by its name
   * @param metrics of other parts of the node
   * @param metricsFrom who may read metrics
   */
  HealthApi(
      Shards shards,
      Optional<Site> site,
      Supplier<Map<String, List<HealthLine>>> features,
      Supplier<List<Metric>> metrics,
      Networks metricsFrom) {
    this.shards = shards;
    this.site = site;
    this.features = features;
    this.metrics = metrics;
    this.metricsFrom = metricsFrom;
  }

  void addTo(Routes routes) {
    Route.Access all = Route.Access.PUBLIC;
    routes.add(Route.of("GET", "/_bongsu/health/live", all, this::live).operational());
    routes.add(Route.of("GET", "/_bongsu/health/ready", all, this::ready).operational());
    routes.add(Route.of("GET", "/_bongsu/metrics", all, this::metrics).operational());
  }

  /**
   * GET /_bongsu/health/live: 503 once a shard has stopped for good, else 200. On 503, restarting
   * the process can help.
   */
  private Response live(Request request) {
    boolean stopped = shards.states().contains(Shard.State.STOPPED);
    return Response.json(stopped ? 503 : 200, Json.object().put("live", !stopped));
  }

  /**
   * GET /_bongsu/health/ready: 200 if the node serves requests, else 503; with this machine's time,
   * the state of all known sites, the reason if the log of all sites is lost, and the health lines
   * of each feature.
   */
  private Response ready(Request request) {
    boolean running = shards.states().stream().allMatch(state -> state == Shard.State.RUNNING);
    boolean ready = running && site.map(Site::isServing).orElse(true);
    ObjectNode body = Json.object().put("ready", ready).put("time_ms", System.currentTimeMillis());
    site.ifPresent(one -> describe(one.view(), body));
    shards.logLost().ifPresent(why -> body.put("log_lost", why));
    ObjectNode reports = Json.object();
    features.get().forEach((feature, lines) -> describe(lines, reports.withArray(feature)));
    body.set("features", reports);
    return Response.json(ready ? 200 : 503, body);
  }

  private static void describe(List<HealthLine> lines, ArrayNode report) {
    for (HealthLine line : lines) {
      report
          .addObject()
          .put("what", line.what())
          .put("works", line.works())
          .put("detail", line.detail());
    }
  }

  private static void describe(SiteView view, ObjectNode body) {
    body.put("site", view.name()).put("leader", view.leader());
    if (!view.quarantined().isEmpty()) {
      body.put("quarantined", view.quarantined());
    }
    body.put("lease_left_ms", view.leaseLeft().toMillis());
    ArrayNode sites = body.putArray("sites");
    for (SiteView.Other other : view.sites()) {
      sites
          .addObject()
          .put("name", other.name())
          .put("base_url", other.url())
          .put("serves", other.serves())
          .put("behind", SiteView.behind(other.positions(), view.positions()))
          .put("status_age_ms", other.statusAge().toMillis());
    }
  }

  /**
   * GET /_bongsu/metrics: in Prometheus' text format; only for clients in the configured networks,
   * 403 for others.
   */
  private Response metrics(Request request) {
    if (!metricsFrom.contains(request.remoteAddress())) {
      throw RequestError.forbidden("Metrics are for the networks in metrics-from only");
    }
    List<Metric> all = new ArrayList<>(new NodeMetrics(shards, site).all());
    all.addAll(metrics.get());
    return new Response.Bytes(200, Map.of(), PrometheusText.CONTENT_TYPE, PrometheusText.of(all));
  }
}
