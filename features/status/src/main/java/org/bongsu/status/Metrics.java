package org.bongsu.status;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bongsu.cluster.Site;
import org.bongsu.cluster.SiteView;
import org.bongsu.node.Metric;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.Shard;
import org.bongsu.shard.Shards;

/** Metrics of this node in Prometheus' text format. */
final class Metrics {
  private final Shards shards;
  private final Optional<Site> site;
  private final List<Metric> additional;
  private final StringBuilder text = new StringBuilder();

  Metrics(Shards shards, Optional<Site> site, List<Metric> additional) {
    this.shards = shards;
    this.site = site;
    this.additional = additional;
  }

  String text() {
    putShards();
    putDigests();
    putCpu();
    gauge("bongsu_writes_waiting", "Requests whose entry is not applied yet.");
    value("bongsu_writes_waiting", "", shards.waiting());
    Runtime runtime = Runtime.getRuntime();
    gauge("bongsu_heap_used_bytes", "Heap in use.");
    value("bongsu_heap_used_bytes", "", runtime.totalMemory() - runtime.freeMemory());
    site.map(Site::view).ifPresent(this::putSites);
    additional.forEach(this::put);
    return text.toString();
  }

  private void put(Metric metric) {
    header(metric.name(), metric.help(), metric.kind().name().toLowerCase(Locale.ROOT));
    metric.values().forEach((labels, value) -> value(metric.name(), labels, value));
  }

  private void putShards() {
    long[] positions = shards.positions();
    long[] ends = shards.ends();
    List<Shard.State> states = shards.states();
    gauge("bongsu_shard_position", "The next entry to apply.");
    for (int i = 0; i < positions.length; i++) {
      value("bongsu_shard_position", "shard=\"" + i + "\"", positions[i]);
    }
    gauge("bongsu_shard_lag", "Entries known to be in the log, not applied yet.");
    for (int i = 0; i < positions.length; i++) {
      value("bongsu_shard_lag", "shard=\"" + i + "\"", Math.max(0, ends[i] - positions[i]));
    }
    List<Integer> levels = shards.levels();
    gauge("bongsu_shard_level", "The feature level of the shard's log.");
    for (int i = 0; i < levels.size(); i++) {
      value("bongsu_shard_level", "shard=\"" + i + "\"", levels.get(i));
    }
    gauge("bongsu_shard_running", "1 while the shard applies what the log holds.");
    for (int i = 0; i < positions.length; i++) {
      value(
          "bongsu_shard_running",
          "shard=\"" + i + "\"",
          states.get(i) == Shard.State.RUNNING ? 1 : 0);
    }
  }

  private void putDigests() {
    gauge("bongsu_shard_digest", "The digest at a position that all sites compare.");
    List<List<DigestMark>> marks = shards.marks();
    for (int i = 0; i < marks.size(); i++) {
      for (DigestMark mark : marks.get(i)) {
        String labels = "shard=\"%d\",position=\"%d\",digest=\"%s\"";
        value("bongsu_shard_digest", labels.formatted(i, mark.position(), mark.digest()), 1);
      }
    }
  }

  private void putCpu() {
    gauge("bongsu_cpus", "Processors of this machine.");
    value("bongsu_cpus", "", Runtime.getRuntime().availableProcessors());
    text.append("# HELP bongsu_cpu_seconds_total Processor time of the node and its broker.\n");
    text.append("# TYPE bongsu_cpu_seconds_total counter\n");
    ProcessHandle node = ProcessHandle.current();
    putCpu("node", node);
    node.children().forEach(broker -> putCpu("broker", broker));
  }

  private void putCpu(String part, ProcessHandle process) {
    process
        .info()
        .totalCpuDuration()
        .ifPresent(used ->
            text.append("bongsu_cpu_seconds_total{process=\"%s\"} ".formatted(part))
                .append(used.toMillis() / 1000.0)
                .append('\n'));
  }

  private void putSites(SiteView view) {
    gauge("bongsu_site_serving", "1 while requests are answered.");
    value("bongsu_site_serving", "", view.serving() ? 1 : 0);
    gauge("bongsu_site_in_charge", "1 while this site is the leader.");
    value("bongsu_site_in_charge", "", view.leader() ? 1 : 0);
    gauge("bongsu_site_condemned", "1 while this site is quarantined: its data differs.");
    value("bongsu_site_condemned", "", view.quarantined().isEmpty() ? 0 : 1);
    gauge("bongsu_lease_seconds_left", "How long this site may serve without another append.");
    text.append("bongsu_lease_seconds_left ").append(view.leaseLeft().toMillis() / 1000.0);
    text.append('\n');
    gauge("bongsu_other_site_heard_seconds_ago", "Since a site's newest status record was read.");
    for (SiteView.Other other : view.sites()) {
      String labels = "site=\"" + other.name() + "\"";
      value("bongsu_other_site_heard_seconds_ago", labels, other.heard().toSeconds());
    }
    gauge("bongsu_other_site_behind", "Entries that the other site had not applied yet.");
    for (SiteView.Other other : view.sites()) {
      value(
          "bongsu_other_site_behind",
          "site=\"" + other.name() + "\"",
          SiteView.behind(other.positions(), view.positions()));
    }
  }

  private void gauge(String name, String help) {
    header(name, help, "gauge");
  }

  private void header(String name, String help, String kind) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
  }

  private void value(String name, String labels, long value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }
}
