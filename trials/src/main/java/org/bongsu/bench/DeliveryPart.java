package org.bongsu.bench;

import java.util.OptionalInt;

/** How long a message takes to the syncing members, at a given rate of sends. */
final class DeliveryPart {
  private static final int RATE = 500;
  private static final int SYNCING = 1_000;
  private static final double P99_MILLIS_TARGET = 100;

  private DeliveryPart() {}

  static void measure(Stage stage, LoadRun runs, BenchOptions options, Findings findings) {
    int users = runs.world().accounts().size();
    int syncing = Math.min(options.crowd().syncing().orElse(SYNCING), users);
    int rate = options.load().rate().orElse(RATE);
    LoadShape shape =
        new LoadShape(
            options.load().senders(), syncing, OptionalInt.of(rate), options.load().seconds());
    stage.out().println("delivery: " + shape.describe());
    LoadMeasure measured = runs.run("server", stage.urls(), stage.gauge(), shape);
    SendsPart.print(stage, measured);
    findings.delivery(measured);
    var deliveries = measured.window().deliveries();
    Measure p99 =
        Measure.atMost(
            "delivery_p99_ms",
            "delivery p99, %,d sends/s to %,d long-polling".formatted(rate, syncing),
            deliveries.getValueAtPercentile(99) / 1e3,
            "ms",
            P99_MILLIS_TARGET);
    boolean asTargeted = rate >= RATE && syncing >= SYNCING;
    findings.add(asTargeted ? p99 : p99.withoutTarget());
    findings.add(
        Measure.withoutTarget(
            "delivery_p50_ms",
            "delivery p50, the same load",
            deliveries.getValueAtPercentile(50) / 1e3,
            "ms"));
  }
}
