package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;

/** Time to the first answer of a server that is started again, and its memory when idle. */
final class StartupPart {
  private static final int STARTS = 3;
  private static final double FIRST_ANSWER_MILLIS_TARGET = 1_500;
  private static final double IDLE_MEGABYTES_TARGET = 250;

  private StartupPart() {}

  static void measure(
      Stage stage, double firstStartMillis, BenchOptions options, Findings findings) {
    stage.out().println("startup: first answer and idle memory");
    if (stage.canRestart()) {
      List<Double> starts = new ArrayList<>();
      for (int i = 0; i < STARTS; i++) {
        stage.stop();
        starts.add(stage.start().orElse(0));
      }
      findings.add(
          Measure.withoutTarget(
              "first_start_ms", "first answer, empty data", firstStartMillis, "ms"));
      findings.add(
          Measure.atMost(
              "startup_ms",
              "first answer after start, median of " + STARTS,
              Rounds.median(starts),
              "ms",
              FIRST_ANSWER_MILLIS_TARGET));
    } else {
      findings.note("startup: not measured, since the bench did not start this server");
    }
    if (stage.gauge().isEmpty()) {
      findings.note("idle memory: not measured, since the server's process is not known");
      return;
    }
    Calls.sleep(options.scale().settleMillis());
    double megabytes = stage.gauge().get().rssBytesExact() / 1e6;
    Measure idle =
        Measure.atMost(
            "idle_rss_mb",
            stage.canRestart() ? "resident when idle" : "resident as found",
            megabytes,
            "MB",
            IDLE_MEGABYTES_TARGET);
    findings.add(stage.canRestart() ? idle : idle.withoutTarget());
  }
}
