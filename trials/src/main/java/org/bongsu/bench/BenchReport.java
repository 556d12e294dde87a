package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.bongsu.report.Block;
import org.bongsu.report.Block.Axis;
import org.bongsu.report.Block.Card;
import org.bongsu.report.Block.Cell;
import org.bongsu.report.Block.Colour;
import org.bongsu.report.Block.Kind;
import org.bongsu.report.Block.Plot;
import org.bongsu.report.Block.Row;
import org.bongsu.report.Block.Series;
import org.bongsu.report.Block.State;
import org.bongsu.report.Report;

/** The result as a report: numbers next to their targets, and plots. */
final class BenchReport {
  private static final double[] PERCENTILES = {
    0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92, 94, 95, 96, 97, 98, 98.5, 99, 99.25, 99.5, 99.7,
    99.8, 99.9, 99.95, 99.97, 99.99
  };

  private static final String[] PERCENTILES_NAMED = {"0", "50", "90", "99", "99.9", "99.99"};

  private final BenchResult result;
  private final List<Block> blocks = new ArrayList<>();

  private BenchReport(BenchResult result) {
    this.result = result;
  }

  static Report of(BenchResult result) {
    return new BenchReport(result).report();
  }

  private Report report() {
    blocks.add(new Block.Cards(result.measures().stream().map(BenchReport::card).toList()));
    errors();
    if (!result.sends().isEmpty()) {
      load("Sends", result.sends(), result.limits());
    }
    if (!result.delivery().isEmpty()) {
      load("Delivery", result.delivery(), new Rounds(List.of()));
    }
    method();
    BenchResult.Setting setting = result.setting();
    return new Report(
        "봉수 부하 측정",
        "Load measurement of %s, %s".formatted(setting.server(), setting.startedAt()),
        blocks);
  }

  private static Card card(Measure measure) {
    State state = measure.target().isEmpty() ? State.PLAIN : measure.met() ? State.GOOD : State.BAD;
    String detail =
        measure.target().isEmpty()
            ? "no target"
            : "target %s %s · %s"
                .formatted(measure.shownTarget(), measure.unit(), measure.met() ? "met" : "missed");
    return new Card(measure.label(), Measure.shown(measure.value()), measure.unit(), detail, state);
  }

  private void errors() {
    Map<String, Long> kinds = new TreeMap<>(result.otherErrors());
    result.sends().errorsByKind().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    result.delivery().errorsByKind().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    if (kinds.isEmpty()) {
      blocks.add(
          new Block.Note(
              State.GOOD,
              "No errors: nothing acknowledged was lost, doubled or shown to somebody outside of"
                  + " its room."));
    } else {
      blocks.add(new Block.Note(State.BAD, "%,d errors".formatted(result.errors())));
      blocks.add(
          new Block.Table(
              "",
              List.of(),
              kinds.entrySet().stream()
                  .map(kind -> Row.of(kind.getKey(), "%,d".formatted(kind.getValue())))
                  .toList()));
    }
    result.notes().forEach(note -> blocks.add(new Block.Note(State.PLAIN, note)));
  }

  private void load(String title, Rounds rounds, Rounds limits) {
    LoadShape shape = rounds.all().getFirst().shape();
    blocks.add(
        new Block.Heading(
            title, "%s, rounds: %d".formatted(shape.describe(), rounds.all().size())));
    List<Plot> plots = new ArrayList<>();
    plots.add(throughput(rounds, limits));
    plots.add(percentiles(rounds, limits));
    plots.add(
        overTime(
            "Latency over time",
            "ms",
            rounds,
            over(rounds, "acknowledged p50", Colour.FIRE, Meter.Second::ackP50Millis),
            over(rounds, "acknowledged p99", Colour.AMBER, Meter.Second::ackP99Millis),
            over(rounds, "delivered p99", Colour.WATER, Meter.Second::deliveryP99Millis)));
    if (rounds.serverRssBytes() > 0) {
      plots.add(
          overTime(
              "Processor",
              "cores",
              rounds,
              over(rounds, "server", Colour.FIRE, Meter.Second::serverCores),
              over(limits, "limit", Colour.GREY, Meter.Second::serverCores)));
      plots.add(
          overTime(
              "Resident memory",
              "MB",
              rounds,
              over(rounds, "server", Colour.FIRE, s -> s.serverRssBytes() / 1e6)));
    }
    plots.removeIf(plot -> plot.series().isEmpty());
    blocks.add(new Block.Plots(false, plots));
    latencies(rounds, limits);
  }

  /** A plot of the rounds one after another, with a line between them. */
  private static Plot overTime(String title, String unit, Rounds rounds, Series... series) {
    List<Double> borders = new ArrayList<>();
    double end = 0;
    for (LoadMeasure round : rounds.all()) {
      if (end > 0) {
        borders.add(end);
      }
      end += round.window().seconds();
    }
    return Plot.of(
            title,
            Kind.LINES,
            Axis.linear("seconds measured"),
            Axis.linear(unit),
            withValues(series))
        .withBorders(borders);
  }

  private static List<Series> withValues(Series... series) {
    return List.of(series).stream().filter(one -> one.x().length > 0).toList();
  }

  private static Plot throughput(Rounds rounds, Rounds limits) {
    return overTime(
        "Throughput",
        "per second",
        rounds,
        over(rounds, "sends", Colour.FIRE, Meter.Second::sendsPerSecond),
        over(rounds, "deliveries", Colour.WATER, Meter.Second::deliveriesPerSecond),
        over(limits, "the limit", Colour.GREY, Meter.Second::sendsPerSecond));
  }

  private static Plot percentiles(Rounds rounds, Rounds limits) {
    List<Block.Tick> ticks = new ArrayList<>();
    for (String percent : PERCENTILES_NAMED) {
      String label = percent.equals("0") ? "" : percent + " %"; // 50 % is too near to name both
      ticks.add(new Block.Tick(nines(Double.parseDouble(percent)), label));
    }
    return Plot.of(
        "Latency by percentile",
        Kind.LINES,
        Axis.over(ticks, "percentile"),
        Axis.logarithmic("ms"),
        withValues(
            curve("acknowledged", Colour.FIRE, rounds.acks()),
            curve("delivered", Colour.WATER, rounds.deliveries()),
            curve("the limit, acknowledged", Colour.GREY, limits.acks())));
  }

  private void latencies(Rounds rounds, Rounds limits) {
    List<Row> rows = new ArrayList<>();
    addLatencies(rows, "acknowledged", rounds.acks());
    addLatencies(rows, "delivered", rounds.deliveries());
    addLatencies(rows, "the limit", limits.acks());
    List<Block.Head> heads = new ArrayList<>();
    for (String head : new String[] {"Latency, ms", "p50", "p90", "p99", "p99.9", "max", "count"}) {
      heads.add(new Block.Head(head, ""));
    }
    blocks.add(new Block.Table("", heads, rows));
  }

  private static void addLatencies(List<Row> rows, String name, Histogram micros) {
    if (micros.getTotalCount() == 0) {
      return;
    }
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(name));
    for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
      cells.add(Cell.of("%,.1f".formatted(micros.getValueAtPercentile(percentile) / 1e3)));
    }
    cells.add(Cell.of("%,d".formatted(micros.getTotalCount())));
    rows.add(new Row(cells, false));
  }

  private void method() {
    BenchResult.Setting setting = result.setting();
    List<Integer> sizes = setting.roomSizes();
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("Processors of the machine", Integer.toString(setting.processors())));
    rows.add(Row.of("Accounts", "%,d".formatted(setting.users())));
    if (!sizes.isEmpty()) {
      rows.add(Row.of("Rooms", "%,d".formatted(sizes.size())));
      rows.add(Row.of("Rooms of two", "%,d".formatted(between(sizes, 2, 2))));
      rows.add(Row.of("Rooms of 3 to 12", "%,d".formatted(between(sizes, 3, 12))));
      rows.add(Row.of("Rooms of 13 to 199", "%,d".formatted(between(sizes, 13, 199))));
      rows.add(
          Row.of("Rooms of 200 and more", "%,d".formatted(between(sizes, 200, Integer.MAX_VALUE))));
    }
    rows.add(Row.of("Seed", Long.toString(setting.seed())));
    Rounds primary = result.primary();
    if (!primary.isEmpty()) {
      addSeconds(rows, "Processor time of the server", primary.serverCpuSeconds());
      addSeconds(rows, "Processor time of the generator", primary.generatorCpuSeconds());
      addSeconds(rows, "Processor time of everything else", primary.othersCpuSeconds());
      addSeconds(rows, "Measured time", primary.seconds());
    }
    blocks.add(new Block.Heading("How it was measured", ""));
    blocks.add(new Block.Table("", List.of(), rows));
    blocks.add(
        new Block.Note(
            State.PLAIN,
            "Messages go to every room with equal chance and come from any of its members. In the"
                + " open loop latency counts from the time at which a send was due. Warm-up and"
                + " drain are left out of rates and latencies, but not of the errors. A delivery"
                + " is one message at one syncing member."));
  }

  private static void addSeconds(List<Row> rows, String name, double seconds) {
    rows.add(Row.of(name, "%.1f s".formatted(seconds)));
  }

  private static long between(List<Integer> sizes, int from, int to) {
    return sizes.stream().filter(size -> size >= from && size <= to).count();
  }

  /** One value second by second, the rounds one after another. */
  private static Series over(
      Rounds rounds, String name, Colour colour, ToDoubleFunction<Meter.Second> value) {
    List<double[]> points = new ArrayList<>();
    double offset = 0;
    for (LoadMeasure round : rounds.all()) {
      for (Meter.Second second : round.window().bySecond()) {
        points.add(new double[] {offset + second.atSeconds(), value.applyAsDouble(second)});
      }
      offset += round.window().seconds();
    }
    double[] x = points.stream().mapToDouble(point -> rounded(point[0])).toArray();
    double[] y = points.stream().mapToDouble(point -> rounded(point[1])).toArray();
    return new Series(name, colour, x, y);
  }

  private static Series curve(String name, Colour colour, Histogram micros) {
    int count = micros.getTotalCount() == 0 ? 0 : PERCENTILES.length;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = nines(PERCENTILES[i]);
      y[i] = micros.getValueAtPercentile(PERCENTILES[i]) / 1e3;
    }
    return new Series(name, colour, x, y);
  }

  /** 90 % is 1, 99 % is 2 and so on, so that the tail has room. */
  private static double nines(double percentile) {
    return rounded(-Math.log10(1 - percentile / 100));
  }

  /** To a thousandth: more digits would only make the page larger. */
  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
