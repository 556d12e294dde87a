package org.bongsu.status;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.bongsu.node.Metric;

/** Metrics in Prometheus' text format, version 0.0.4. */
final class PrometheusText {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;
  private static final String TOTAL = "_total";

  private PrometheusText() {}

  static byte[] of(List<Metric> metrics) {
    MetricSnapshots snapshots =
        new MetricSnapshots(metrics.stream().map(PrometheusText::snapshot).toList());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, snapshots, EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }

  private static MetricSnapshot snapshot(Metric metric) {
    return switch (metric.kind()) {
      case GAUGE ->
          new GaugeSnapshot(
              new MetricMetadata(metric.name(), metric.help()),
              points(metric, (value, labels) -> new GaugeDataPointSnapshot(value, labels, null)));
      case COUNTER ->
          new CounterSnapshot(
              new MetricMetadata(withoutTotal(metric.name()), metric.help()),
              points(
                  metric, (value, labels) -> new CounterDataPointSnapshot(value, labels, null, 0)));
    };
  }

  private static <P> List<P> points(Metric metric, BiFunction<Double, Labels, P> point) {
    return metric.samples().stream()
        .map(sample -> point.apply(sample.value(), labels(sample.labels())))
        .toList();
  }

  /** The library adds the suffix. */
  private static String withoutTotal(String name) {
    return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
  }

  private static Labels labels(Map<String, String> labels) {
    Labels.Builder all = Labels.builder();
    labels.forEach(all::label);
    return all.build();
  }
}
