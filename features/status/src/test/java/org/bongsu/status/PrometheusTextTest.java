package org.bongsu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bongsu.node.Metric;
import org.bongsu.node.Metric.Sample;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  @Test
  void gaugesAndCountersAreWrittenWithTheirLabels() {
    byte[] text =
        PrometheusText.of(
            List.of(
                Metric.gauge("bongsu_cpus", "Processors.", 2),
                Metric.counter(
                    "bongsu_timers_fired_total",
                    "Timers fired.",
                    List.of(Sample.of("shard", 0, 7), Sample.of("shard", 1, 0.5)))));
    assertEquals(
        """
        # HELP bongsu_cpus Processors.
        # TYPE bongsu_cpus gauge
        bongsu_cpus 2.0
        # HELP bongsu_timers_fired_total Timers fired.
        # TYPE bongsu_timers_fired_total counter
        bongsu_timers_fired_total{shard="0"} 7.0
        bongsu_timers_fired_total{shard="1"} 0.5
        """,
        new String(text, StandardCharsets.UTF_8));
  }

  @Test
  void aLabelIsEscaped() {
    Metric odd = Metric.gauge("odd", "", List.of(new Sample(Map.of("site", "a\"\n\\"), 1)));
    String text = new String(PrometheusText.of(List.of(odd)), StandardCharsets.UTF_8);
    assertEquals("odd{site=\"a\\\"\\n\\\\\"} 1.0", text.lines().toList().getLast());
  }
}
