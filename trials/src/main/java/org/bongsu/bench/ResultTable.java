package org.bongsu.bench;

import java.io.PrintStream;
import org.HdrHistogram.Histogram;

/** The result for the terminal. */
final class ResultTable {
  private ResultTable() {}

  static void print(BenchResult result, PrintStream out) {
    out.println();
    if (!result.sends().isEmpty()) {
      load("sends", result.sends(), out);
    }
    if (!result.delivery().isEmpty()) {
      load("delivery", result.delivery(), out);
    }
    out.printf("%-58s %14s %12s%n", "measured", "value", "target");
    for (Measure measure : result.measures()) {
      String status = measure.target().isEmpty() ? "" : measure.met() ? "  ok" : "  MISSED";
      out.printf(
          "%-58s %14s %12s%s%n",
          measure.label(), measure.shownValue(), measure.shownTarget(), status);
    }
    out.printf("%-58s %,12d%n", "errors", result.errors());
    result.sends().errorsByKind().forEach((kind, count) -> error(out, kind, count));
    result.delivery().errorsByKind().forEach((kind, count) -> error(out, kind, count));
    result.otherErrors().forEach((kind, count) -> error(out, kind, count));
    if (result.limitedRate()) {
      out.println("! the server limited the rate: raise its limits, or this is what was measured");
    }
    result.notes().forEach(note -> out.println("! " + note));
  }

  private static void load(String name, Rounds rounds, PrintStream out) {
    LoadShape shape = rounds.all().getFirst().shape();
    out.printf("%s: %s, %d rounds%n", name, shape.describe(), rounds.all().size());
    latency("acknowledged, ms", rounds.acks(), out);
    latency("delivered, ms", rounds.deliveries(), out);
    out.printf(
        "  server CPU %.1f s of %.1f s, memory up to %,.0f MB; generator CPU %.1f s, others %.1f s%n%n",
        rounds.serverCpuSeconds(),
        rounds.seconds(),
        rounds.serverRssBytes() / 1e6,
        rounds.generatorCpuSeconds(),
        rounds.othersCpuSeconds());
  }

  private static void latency(String name, Histogram micros, PrintStream out) {
    out.printf(
        "  %-18s p50 %8.1f   p99 %8.1f   p99.9 %8.1f   max %8.1f   of %,d%n",
        name,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3,
        micros.getTotalCount());
  }

  private static void error(PrintStream out, String kind, long count) {
    out.printf("  %-56s %,12d%n", kind, count);
  }
}
