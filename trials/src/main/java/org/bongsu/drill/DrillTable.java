package org.bongsu.drill;

import java.time.Duration;
import java.util.List;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.watch.WatchVerdict;

/** The result for the terminal. */
final class DrillTable {
  private static final int FINDINGS_MAX = 20;
  private static final String ROW = "%-16s %-6s %8s %8s %8s %8s %8s %8s %8s%n";

  private final StringBuilder table = new StringBuilder();

  private DrillTable() {}

  static String of(DrillResult result) {
    DrillTable made = new DrillTable();
    made.faults(result);
    made.counts(result);
    return made.table.toString();
  }

  /** One line per fault, printed as soon as it is over. */
  static String line(Stalls stalls) {
    return ROW.formatted(
        stalls.run().fault().label(),
        stalls.run().sites() + (stalls.run().controller() ? "*" : ""),
        millis(Stalls.median(stalls.writes())),
        millis(Stalls.worst(stalls.writes())),
        millis(Stalls.percentile(stalls.reads(), 0.99)),
        millis(Stalls.worst(stalls.reads())),
        millis(Stalls.median(stalls.displacedSends())),
        millis(Stalls.median(stalls.photos())),
        millis(stalls.siteBack().orElse(Double.NaN)));
  }

  private static String heads() {
    return ROW.formatted("", "", "write", "stall", "reads", "", "displ.", "photo", "site")
        + ROW.formatted("fault", "site", "median", "worst", "p99", "worst", "send", "", "back");
  }

  private void faults(DrillResult result) {
    table.append("Milliseconds; * held the active controller\n").append(heads());
    result.stalls().forEach(stalls -> table.append(line(stalls)));
    List<Double> writes = result.ofOneSite(Stalls::writes);
    List<Double> reads = result.ofOneSite(Stalls::reads);
    table.append(
        ROW.formatted(
            "one site lost",
            "all",
            millis(Stalls.median(writes)),
            millis(Stalls.worst(writes)),
            millis(Stalls.percentile(reads, 0.99)),
            millis(Stalls.worst(reads)),
            millis(Stalls.median(result.ofOneSite(Stalls::displacedSends))),
            millis(Stalls.median(result.ofOneSite(Stalls::photos))),
            ""));
  }

  private void counts(DrillResult result) {
    row("messages acknowledged", result.acknowledged());
    row("  lost", result.count(Harm.LOST));
    row("  doubled", result.count(Harm.DOUBLED));
    row("  out of order", result.count(Harm.REORDERED));
    row("revocations", result.acknowledged(Kind.REVOKE));
    row("  looked for", result.acknowledged(Kind.PROBE));
    row("  still shown", result.count(Harm.STALE));
    row("photos acknowledged", result.acknowledged(Kind.UPLOAD));
    row("  damaged", result.count(Harm.MEDIA_DAMAGED));
    row("one-time keys claimed", result.acknowledged(Kind.CLAIM));
    row("  given twice", result.count(Harm.KEY_CLAIMED_TWICE));
    row("digests that differ", result.count(Harm.DIGEST_DIFFERS));
    row("answers not explained", result.count(Harm.NOT_EXPLAINED));
    result.recovery().ifPresent(this::recovery);
    result.watched().ifPresent(this::watched);
    result.findings().stream()
        .limit(FINDINGS_MAX)
        .forEach(one -> table.append(one.harm()).append(": ").append(one.what()).append('\n'));
    table.append("verdict: ").append(result.verdict());
  }

  private void recovery(Recovery recovery) {
    seconds("lost (RPO), seconds", recovery.lost());
    seconds("recovered (RTO), seconds", recovery.times().all());
    seconds("  restore", recovery.times().restore());
    seconds("  grow", recovery.times().grow());
    seconds("  start", recovery.times().start());
  }

  private void watched(WatchVerdict watched) {
    row("losses told by watchers", watched.opened().size());
    percentiles("  told after, seconds", watched.opened());
    percentiles("  ended after, seconds", watched.ended());
    row("pages looked at", watched.pages());
    row("watchers disturbed", watched.disturbances());
    watched.findings().stream()
        .limit(FINDINGS_MAX)
        .forEach(one -> table.append("WATCHER: ").append(one).append('\n'));
  }

  private void percentiles(String name, List<Double> sorted) {
    table.append(
        "%-26s p50 %.1f, p99 %.1f, max %.1f%n"
            .formatted(
                name,
                WatchVerdict.percentile(sorted, 0.5),
                WatchVerdict.percentile(sorted, 0.99),
                WatchVerdict.percentile(sorted, 1)));
  }

  private void seconds(String name, Duration value) {
    table.append("%-26s %,12.1f%n".formatted(name, value.toMillis() / 1e3));
  }

  private void row(String name, long value) {
    table.append("%-26s %,12d%n".formatted(name, value));
  }

  private static String millis(double value) {
    return Double.isNaN(value) ? "-" : "%,.0f".formatted(value);
  }
}
