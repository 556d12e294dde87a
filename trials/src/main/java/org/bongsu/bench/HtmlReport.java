package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.bongsu.page.Page;

/** The result as one HTML page that needs nothing else: numbers beside their targets, and plots. */
final class HtmlReport {
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92, 94, 95, 96, 97, 98, 98.5, 99, 99.25, 99.5, 99.7,
    99.8, 99.9, 99.95, 99.97, 99.99
  };

  private final BenchResult result;
  private final StringBuilder page = new StringBuilder(64 * 1024);

  private HtmlReport(BenchResult result) {
    this.result = result;
  }

  static String of(BenchResult result) {
    return new HtmlReport(result).page();
  }

  private String page() {
    BenchResult.Setting setting = result.setting();
    String subtitle = "Load measurement of %s, %s".formatted(setting.server(), setting.startedAt());
    page.append(Page.begin("봉수 부하 측정", subtitle, ""));
    cards();
    errors();
    if (!result.sends().isEmpty()) {
      load("Sends", result.sends(), result.limits());
    }
    if (!result.delivery().isEmpty()) {
      load("Delivery", result.delivery(), new Rounds(List.of()));
    }
    method();
    return page.append(Page.end()).toString();
  }

  private void cards() {
    page.append("<section class=\"cards\">");
    for (Measure measure : result.measures()) {
      String verdict = measure.target().isEmpty() ? "told" : measure.met() ? "met" : "missed";
      page.append("<div class=\"card ").append(verdict).append("\"><span class=\"name\">");
      page.append(Page.escaped(measure.label())).append("</span><span class=\"value\">");
      page.append(Measure.shown(measure.value())).append("<small> ").append(measure.unit());
      page.append("</small></span><span class=\"target\">");
      if (measure.target().isPresent()) {
        page.append("target ").append(measure.shownTarget()).append(' ').append(measure.unit());
        page.append(measure.met() ? " · met" : " · missed");
      } else {
        page.append("no target");
      }
      page.append("</span></div>");
    }
    page.append("</section>");
  }

  private void errors() {
    Map<String, Long> kinds = new TreeMap<>(result.otherErrors());
    result.sends().errorsByKind().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    result.delivery().errorsByKind().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    if (kinds.isEmpty()) {
      page.append("<p class=\"banner good\">No errors: nothing acknowledged was lost, doubled or");
      page.append(" shown to somebody outside of its room.</p>");
    } else {
      page.append("<section class=\"banner bad\"><h2>").append("%,d".formatted(result.errors()));
      page.append(" errors</h2><table>");
      kinds.forEach((kind, count) -> row(kind, "%,d".formatted(count)));
      page.append("</table></section>");
    }
    result
        .notes()
        .forEach(
            note -> page.append("<p class=\"note\">").append(Page.escaped(note)).append("</p>"));
  }

  private void load(String title, Rounds rounds, Rounds limits) {
    LoadShape shape = rounds.all().getFirst().shape();
    page.append("<section><h2>").append(title).append("</h2><p>").append(shape.told());
    page.append(", rounds: ").append(rounds.all().size()).append("</p><div class=\"plots\">");
    plot("Throughput", throughput(rounds, limits));
    plot("Latency by percentile", percentiles(rounds, limits));
    plot(
        "Latency over time",
        overTime(rounds, "ms")
            .line(over(rounds, "acknowledged p50", "server", Meter.Second::ackP50Millis))
            .line(over(rounds, "acknowledged p99", "tail", Meter.Second::ackP99Millis))
            .line(over(rounds, "delivered p99", "delivery", Meter.Second::deliveryP99Millis)));
    if (rounds.serverRssBytes() > 0) {
      plot(
          "Processor",
          overTime(rounds, "cores")
              .line(over(rounds, "server", "server", Meter.Second::serverCores))
              .line(over(limits, "limit", "limit", Meter.Second::serverCores)));
      plot(
          "Resident memory",
          overTime(rounds, "MB")
              .line(over(rounds, "server", "server", s -> s.serverRssBytes() / 1e6)));
    }
    latencyTable(rounds, limits);
    page.append("</div></section>");
  }

  /** A plot of the rounds one behind the other, with a line between them. */
  private static SvgPlot overTime(Rounds rounds, String yLabel) {
    SvgPlot plot = new SvgPlot("seconds measured", yLabel);
    double end = 0;
    for (LoadMeasure round : rounds.all()) {
      if (end > 0) {
        plot.border(end);
      }
      end += round.window().seconds();
    }
    return plot;
  }

  private static SvgPlot throughput(Rounds rounds, Rounds limits) {
    return overTime(rounds, "per second")
        .line(over(rounds, "sends", "server", Meter.Second::sendsPerSecond))
        .line(over(rounds, "deliveries", "delivery", Meter.Second::deliveriesPerSecond))
        .line(over(limits, "the limit", "limit", Meter.Second::sendsPerSecond));
  }

  private static SvgPlot percentiles(Rounds rounds, Rounds limits) {
    List<SvgPlot.Tick> ticks = new ArrayList<>();
    for (String percent : new String[] {"0", "90", "99", "99.9", "99.99"}) {
      ticks.add(new SvgPlot.Tick(nines(Double.parseDouble(percent)), percent + " %"));
    }
    ticks.add(1, new SvgPlot.Tick(nines(50), "50 %"));
    return new SvgPlot("percentile", "ms")
        .ticks(ticks)
        .logarithmic()
        .line(curve("acknowledged", "server", rounds.acks()))
        .line(curve("delivered", "delivery", rounds.deliveries()))
        .line(curve("the limit, acknowledged", "limit", limits.acks()));
  }

  private void latencyTable(Rounds rounds, Rounds limits) {
    page.append(
        "<figure><figcaption>Latency, ms</figcaption><table"
            + " class=\"numbers\"><tr><th></th><th>p50</th><th>p90</th><th>p99</th>");
    page.append("<th>p99.9</th><th>max</th><th>count</th></tr>");
    latencyRow("acknowledged", rounds.acks());
    latencyRow("delivered", rounds.deliveries());
    latencyRow("the limit", limits.acks());
    page.append("</table></figure>");
  }

  private void latencyRow(String name, Histogram micros) {
    if (micros.getTotalCount() == 0) {
      return;
    }
    page.append("<tr><td>").append(name).append("</td>");
    for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
      double millis = micros.getValueAtPercentile(percentile) / 1e3;
      page.append("<td>").append("%,.1f".formatted(millis)).append("</td>");
    }
    page.append("<td>").append("%,d".formatted(micros.getTotalCount())).append("</td></tr>");
  }

  private void method() {
    BenchResult.Setting setting = result.setting();
    List<Integer> sizes = setting.roomSizes();
    page.append("<section><h2>How it was measured</h2><table>");
    row("Processors of the machine", Integer.toString(setting.processors()));
    row("Accounts", "%,d".formatted(setting.users()));
    if (!sizes.isEmpty()) {
      row("Rooms", "%,d".formatted(sizes.size()));
      row("Rooms of two", "%,d".formatted(between(sizes, 2, 2)));
      row("Rooms of 3 to 12", "%,d".formatted(between(sizes, 3, 12)));
      row("Rooms of 13 to 199", "%,d".formatted(between(sizes, 13, 199)));
      row("Rooms of 200 and more", "%,d".formatted(between(sizes, 200, Integer.MAX_VALUE)));
    }
    row("Seed", Long.toString(setting.seed()));
    Rounds primary = result.primary();
    if (!primary.isEmpty()) {
      row("Processor time of the server", "%.1f s".formatted(primary.serverCpuSeconds()));
      row("Processor time of the generator", "%.1f s".formatted(primary.generatorCpuSeconds()));
      row("Processor time of everything else", "%.1f s".formatted(primary.othersCpuSeconds()));
      row("Measured time", "%.1f s".formatted(primary.seconds()));
    }
    page.append("</table><p>Messages go to every room with equal chance and come from any of its");
    page.append(" members. In the open loop latency counts from the time at which a send was due.");
    page.append(" Warm-up and drain are left out of rates and latencies, but not of the errors.");
    page.append(" A delivery is one message at one syncing member.</p></section>");
  }

  private void plot(String title, SvgPlot plot) {
    if (!plot.isEmpty()) {
      page.append("<figure><figcaption>").append(title).append("</figcaption>");
      page.append(plot.svg()).append("</figure>");
    }
  }

  private void row(String name, String value) {
    page.append("<tr><td>")
        .append(Page.escaped(name))
        .append("</td><td>")
        .append(Page.escaped(value));
    page.append("</td></tr>");
  }

  private static long between(List<Integer> sizes, int from, int to) {
    return sizes.stream().filter(size -> size >= from && size <= to).count();
  }

  /** One value second by second, the rounds one behind the other. */
  private static SvgPlot.Line over(
      Rounds rounds, String name, String style, ToDoubleFunction<Meter.Second> value) {
    List<double[]> points = new ArrayList<>();
    double offset = 0;
    for (LoadMeasure round : rounds.all()) {
      for (Meter.Second second : round.window().bySecond()) {
        points.add(new double[] {offset + second.atSeconds(), value.applyAsDouble(second)});
      }
      offset += round.window().seconds();
    }
    double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
    double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
    return new SvgPlot.Line(name, style, x, y);
  }

  private static SvgPlot.Line curve(String name, String style, Histogram micros) {
    int count = micros.getTotalCount() == 0 ? 0 : PERCENTILES.length;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = nines(PERCENTILES[i]);
      y[i] = micros.getValueAtPercentile(PERCENTILES[i]) / 1e3;
    }
    return new SvgPlot.Line(name, style, x, y);
  }

  /** 90 % is 1, 99 % is 2 and so on, so that the tail has room. */
  private static double nines(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }
}
