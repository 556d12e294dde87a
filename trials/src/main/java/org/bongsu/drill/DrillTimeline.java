package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.report.Block;
import org.bongsu.report.Block.Axis;
import org.bongsu.report.Block.Colour;
import org.bongsu.report.Block.Lane;
import org.bongsu.report.Block.Plot;
import org.bongsu.report.Block.Series;
import org.bongsu.report.Block.Span;

/**
 * The timeline of a drill: messages acknowledged per second and site, when each site was away, and
 * the longest wait at the surviving sites.
 */
final class DrillTimeline {
  private static final double WAIT_TARGET_MILLIS = 3_000;
  private static final List<Colour> OF_SITES = List.of(Colour.FIRE, Colour.WATER, Colour.LEAF);

  private final DrillResult result;
  private final int seconds;

  private DrillTimeline(DrillResult result) {
    this.result = result;
    long end =
        result.operations().stream()
            .mapToLong(one -> one.completedNanos() - result.beganNanos())
            .max()
            .orElse(1_000_000_000L);
    this.seconds = (int) (end / 1_000_000_000) + 1;
  }

  static Block.Plots of(DrillResult result) {
    DrillTimeline timeline = new DrillTimeline(result);
    return new Block.Plots(true, List.of(timeline.flow(), timeline.lanes(), timeline.waits()));
  }

  private double secondOf(long nanos) {
    return Math.round((nanos - result.beganNanos()) / 1e7) / 100.0;
  }

  private Axis time() {
    return Axis.upTo(seconds, "s");
  }

  private List<Span> faults() {
    List<Span> spans = new ArrayList<>();
    for (Stalls stalls : result.stalls()) {
      FaultRun run = stalls.run();
      String name =
          "%d · %s %s%s"
              .formatted(
                  spans.size() + 1, run.fault().label(), run.sites(), run.controller() ? " *" : "");
      spans.add(away(run, name));
    }
    return spans;
  }

  private Span away(FaultRun run, String name) {
    long until = run.backNanos().orElse(run.healedNanos());
    return new Span(secondOf(run.injectedNanos()), secondOf(until), name);
  }

  /** Messages that each site acknowledged in each second, one above the other. */
  private Plot flow() {
    double[][] counts = new double[Sites.NAMES.size()][seconds];
    for (Operation one : result.operations()) {
      int site = Sites.NAMES.indexOf(one.site());
      if (one.kind() == Kind.SEND && one.isOk() && site >= 0) {
        counts[site][second(one.completedNanos())]++;
      }
    }
    List<Series> series = new ArrayList<>();
    for (int site = 0; site < counts.length; site++) {
      series.add(
          new Series(
              "사이트 · site " + Sites.NAMES.get(site), OF_SITES.get(site), middles(), counts[site]));
    }
    return Plot.of(
            "초마다 받은 메시지, 답한 사이트별 · messages acknowledged in each second, by the site that"
                + " answered",
            Block.Kind.STACK,
            time(),
            Axis.linear(""),
            series)
        .withSpans(faults());
  }

  private int second(long nanos) {
    return Math.clamp((int) secondOf(nanos), 0, seconds - 1);
  }

  /** The middle of each second. */
  private double[] middles() {
    return IntStream.range(0, seconds).mapToDouble(second -> second + 0.5).toArray();
  }

  private Plot lanes() {
    List<Lane> lanes = new ArrayList<>();
    for (int site = 0; site < Sites.NAMES.size(); site++) {
      String name = Sites.NAMES.get(site);
      List<Span> away =
          result.stalls().stream()
              .map(Stalls::run)
              .filter(run -> run.isHit(name))
              .map(run -> away(run, run.fault().label()))
              .toList();
      lanes.add(new Lane(name, OF_SITES.get(site), away));
    }
    return Plot.of(
            "사이트: 장애부터 다시 응답할 때까지 · sites: away from the fault until they serve again",
            Block.Kind.LANES,
            time(),
            Axis.linear(""),
            List.of())
        .withLanes(lanes)
        .withSpans(faults());
  }

  /** For each second, the longest wait of a message that was sent in it. */
  private Plot waits() {
    double[] longest = new double[seconds];
    for (Operation one : result.operations()) {
      if (one.kind() == Kind.SEND && one.isOk() && survives(one)) {
        int second = second(one.invokedNanos());
        longest[second] =
            Math.max(longest[second], Math.round(one.millisSince(one.invokedNanos())));
      }
    }
    Series waits =
        new Series(
            "ms", Colour.AMBER, IntStream.range(0, seconds).asDoubleStream().toArray(), longest);
    return Plot.of(
            "다치지 않은 사이트에서 가장 오래 기다린 시간 · longest wait at the sites that are not hit",
            Block.Kind.BARS,
            time(),
            Axis.linear("ms"),
            List.of(waits))
        .withSpans(faults())
        .withBound(WAIT_TARGET_MILLIS);
  }

  private boolean survives(Operation one) {
    return result.stalls().stream()
        .map(Stalls::run)
        .noneMatch(run -> run.isHit(one.home()) && run.touches(one));
  }
}
