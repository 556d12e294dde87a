package org.bongsu.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bongsu.cluster.Site;
import org.bongsu.cluster.SiteView;
import org.bongsu.node.Metric;
import org.bongsu.node.Metric.Sample;
import org.bongsu.shard.DigestMark;
import org.bongsu.shard.Shard;
import org.bongsu.shard.Shards;

/** Metrics of this node's process, of its shards, and of its site if there are several. */
final class NodeMetrics {
  private final Shards shards;
  private final Optional<Site> site;

  NodeMetrics(Shards shards, Optional<Site> site) {
    this.shards = shards;
    this.site = site;
  }

  List<Metric> all() {
    List<Metric> all = new ArrayList<>();
    all.addAll(ofShards());
    all.addAll(ofProcess());
    site.map(Site::view).map(NodeMetrics::ofSite).ifPresent(all::addAll);
    return all;
  }

  private List<Metric> ofShards() {
    long[] positions = shards.positions();
    long[] ends = shards.ends();
    List<Integer> levels = shards.levels();
    List<Shard.State> states = shards.states();
    return List.of(
        byShard("bongsu_shard_position", "The next entry to apply.", shard -> positions[shard]),
        byShard(
            "bongsu_shard_lag",
            "Entries known to be in the log, not applied yet.",
            shard -> Math.max(0, ends[shard] - positions[shard])),
        byShard("bongsu_shard_level", "The command level of the shard's log.", levels::get),
        byShard(
            "bongsu_shard_running",
            "1 while the shard applies what the log holds.",
            shard -> states.get(shard) == Shard.State.RUNNING ? 1 : 0),
        digests(),
        Metric.gauge(
            "bongsu_log_lost",
            "1 while nothing is served or written because the log is lost.",
            shards.logLost().isPresent() ? 1 : 0),
        Metric.gauge(
            "bongsu_writes_waiting", "Requests whose entry is not applied yet.", shards.waiting()));
  }

  private Metric byShard(String name, String help, IntToDoubleFunction value) {
    return Metric.gauge(
        name,
        help,
        IntStream.range(0, shards.map().count())
            .mapToObj(shard -> Sample.of("shard", shard, value.applyAsDouble(shard)))
            .toList());
  }

  private Metric digests() {
    List<List<DigestMark>> marks = shards.marks();
    List<Sample> samples = new ArrayList<>();
    for (int shard = 0; shard < marks.size(); shard++) {
      for (DigestMark mark : marks.get(shard)) {
        samples.add(
            new Sample(
                Map.of(
                    "shard", Integer.toString(shard),
                    "position", Long.toString(mark.position()),
                    "digest", mark.digest()),
                1));
      }
    }
    return Metric.gauge(
        "bongsu_shard_digest", "The digest at a position that all sites compare.", samples);
  }

  private static List<Metric> ofProcess() {
    Runtime runtime = Runtime.getRuntime();
    ProcessHandle node = ProcessHandle.current();
    return List.of(
        Metric.gauge(
            "bongsu_heap_used_bytes", "Heap in use.", runtime.totalMemory() - runtime.freeMemory()),
        Metric.gauge("bongsu_cpus", "Processors of this machine.", runtime.availableProcessors()),
        Metric.counter(
            "bongsu_cpu_seconds_total",
            "Processor time of the node and its broker.",
            Stream.concat(
                    cpu("node", node), node.children().flatMap(broker -> cpu("broker", broker)))
                .toList()));
  }

  private static Stream<Sample> cpu(String name, ProcessHandle process) {
    return process.info().totalCpuDuration().stream()
        .map(used -> Sample.of("process", name, used.toMillis() / 1000.0));
  }

  private static List<Metric> ofSite(SiteView view) {
    return List.of(
        Metric.gauge(
            "bongsu_site_serving", "1 while requests are answered.", view.serving() ? 1 : 0),
        Metric.gauge(
            "bongsu_site_leader", "1 while this site is the leader.", view.leader() ? 1 : 0),
        Metric.gauge(
            "bongsu_site_quarantined",
            "1 while this site does not serve because its data differs.",
            view.quarantined().isEmpty() ? 0 : 1),
        Metric.gauge(
            "bongsu_lease_left_seconds",
            "How long this site may serve without another append.",
            view.leaseLeft().toMillis() / 1000.0),
        Metric.gauge(
            "bongsu_other_site_status_age_seconds",
            "Since a site's newest status record was read.",
            view.sites().stream()
                .map(other -> Sample.of("site", other.name(), other.statusAge().toSeconds()))
                .toList()),
        Metric.gauge(
            "bongsu_other_site_behind",
            "Entries that the other site had not applied yet.",
            view.sites().stream()
                .map(other ->
                    Sample.of(
                        "site", other.name(), SiteView.behind(other.positions(), view.positions())))
                .toList()));
  }
}
