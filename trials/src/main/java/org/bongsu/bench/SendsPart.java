package org.bongsu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many sends the server acknowledges in a second, and, if asked, the limit in turn with it. */
final class SendsPart {
  /** Default number of members that long-poll meanwhile. */
  static final int SYNCING = 50;

  private static final double SENDS_PER_SECOND_TARGET = 3_000;

  /** Target for several sites together, all on one machine with the bench. */
  private static final double SENDS_PER_SECOND_OF_SITES_TARGET = 1_000;

  /** Target for their median acknowledgement time at a given rate. */
  private static final double ACK_P50_MILLIS_OF_SITES_TARGET = 25;

  private static final int RATE_OF_SITES_TARGET = 100;

  private static final int SENDERS_OF_TARGET = 256;
  private static final double LIMIT_RATIO_TARGET = 0.5;

  /** Size of a message of the bench in the log. */
  private static final int RECORD_BYTES = 400;

  private SendsPart() {}

  static void measure(Stage stage, LoadRun runs, BenchOptions options, Findings findings) {
    BenchOptions.Load load = options.load();
    int users = runs.world().accounts().size();
    int syncing = Math.min(options.crowd().syncing().orElse(SYNCING), users);
    LoadShape shape = new LoadShape(load.senders(), syncing, load.rate(), load.seconds());
    stage.out().println("sends: " + shape.describe());
    Optional<Carrier> carrier = load.limit() ? stage.server().carrier() : Optional.empty();
    boolean limits = load.limit() && carrier.isEmpty();
    try (LimitProcess limit = limits ? LimitProcess.start(disk(stage)) : null) {
      for (int round = 0; round < options.scale().rounds(); round++) {
        if (limit != null) {
          findings.addLimit(limitRound(stage, runs, limit, load));
        }
        carrier.ifPresent(one -> carrierRound(stage, one, findings));
        LoadMeasure measured = runs.run("server", stage.urls(), stage.gauge(), shape);
        findings.addSends(measured);
        print(stage, measured);
      }
    }
    boolean sites = stage.urls().size() > 1;
    conclude(findings.sends(), findings.limits(), sites, findings);
    if (sites) {
      concludeAcks(findings.sends(), findings);
    }
  }

  private static void concludeAcks(Rounds sends, Findings findings) {
    int rate = sends.all().getFirst().shape().rate().orElse(0);
    Measure p50 =
        Measure.atMost(
            "ack_p50_ms",
            "acknowledged, p50",
            sends.acks().getValueAtPercentile(50) / 1e3,
            "ms",
            ACK_P50_MILLIS_OF_SITES_TARGET);
    findings.add(rate == RATE_OF_SITES_TARGET ? p50 : p50.withoutTarget());
  }

  /** Combines the numbers of all rounds. */
  private static void conclude(Rounds sends, Rounds limits, boolean sites, Findings findings) {
    LoadShape shape = sends.all().getFirst().shape();
    boolean asTargeted = shape.rate().isEmpty() && shape.senders() >= SENDERS_OF_TARGET;
    Measure perSecond =
        Measure.atLeast(
            "sends_per_second",
            "durable acknowledged sends",
            sends.sendsPerSecond(),
            "/s",
            sites ? SENDS_PER_SECOND_OF_SITES_TARGET : SENDS_PER_SECOND_TARGET);
    findings.add(asTargeted ? perSecond : perSecond.withoutTarget());
    if (!limits.isEmpty()) {
      double limit = limits.sendsPerSecond();
      findings.add(Measure.withoutTarget("limit_sends_per_second", "the limit", limit, "/s"));
      double ratio = limit > 0 ? sends.sendsPerSecond() / limit : 0;
      Measure measure =
          Measure.atLeast("limit_ratio", "share of the limit", ratio, "", LIMIT_RATIO_TARGET);
      findings.add(shape.rate().isEmpty() ? measure : measure.withoutTarget());
      if (limits.errors() > 0) {
        findings.note("the limit itself had errors: " + limits.errorsByKind());
      }
    }
    if (!findings.carried().isEmpty()) {
      double carried = Rounds.median(findings.carried());
      findings.add(
          Measure.withoutTarget("carrier_records_per_second", "what carries them", carried, "/s"));
      double ratio = carried > 0 ? sends.sendsPerSecond() / carried : 0;
      findings.add(Measure.withoutTarget("carrier_ratio", "share of what carries them", ratio, ""));
    }
    if (sends.serverCpuSeconds() > 0) {
      long acknowledged = sends.sum(round -> round.window().acknowledged());
      double micros = sends.serverCpuSeconds() * 1e6 / Math.max(1, acknowledged);
      findings.add(
          Measure.withoutTarget(
              "server_cpu_micros_per_send", "server CPU for each send", micros, "µs"));
    }
  }

  private static void carrierRound(Stage stage, Carrier carrier, Findings findings) {
    double perSecond = carrier.recordsPerSecond(RECORD_BYTES);
    findings.addCarried(perSecond);
    stage
        .out()
        .printf("  %-7s %,8.0f records/s of %d bytes%n", carrier.name(), perSecond, RECORD_BYTES);
  }

  private static LoadMeasure limitRound(
      Stage stage, LoadRun runs, LimitProcess limit, BenchOptions.Load load) {
    LoadShape shape =
        new LoadShape(load.senders(), 0, java.util.OptionalInt.empty(), load.seconds());
    Optional<ProcessGauge> gauge = Optional.of(new ProcessGauge(limit.pid()));
    LoadMeasure measured = runs.run("limit", List.of(limit.url()), gauge, shape);
    print(stage, measured);
    return measured;
  }

  static void print(Stage stage, LoadMeasure measured) {
    LoadMeasure.Window window = measured.window();
    stage
        .out()
        .printf(
            "  %-7s %,8.0f sends/s  ack p50 %.1f p99 %.1f max %.0f ms  %,8.0f deliveries/s p99 %.1f"
                + " ms  cpu %.1f s (generator %.1f s)  %,d errors%n",
            measured.name(),
            measured.sendsPerSecond(),
            window.acks().getValueAtPercentile(50) / 1e3,
            window.acks().getValueAtPercentile(99) / 1e3,
            window.acks().getMaxValue() / 1e3,
            measured.deliveriesPerSecond(),
            window.deliveries().getValueAtPercentile(99) / 1e3,
            window.serverCpuSeconds(),
            window.generatorCpuSeconds(),
            measured.errors());
  }

  /** The directory for the limit's file: next to the server's data, or on any real disk. */
  private static Path disk(Stage stage) {
    Optional<@Nullable Path> data = stage.server().data().map(d -> d.toAbsolutePath().getParent());
    if (data.isPresent()) {
      return data.get();
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      boolean memory = Files.getFileStore(temporary).type().contains("tmpfs");
      return memory ? Path.of("").toAbsolutePath() : temporary;
    } catch (IOException e) {
      return temporary;
    }
  }
}
