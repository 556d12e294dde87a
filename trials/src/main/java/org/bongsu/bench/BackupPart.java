package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The cost of continuous backups: the same load on the server without and with them, in turn, and
 * first the other way round in every second round. Each starts the server again, so that both are
 * equally warm. The first checkpoint is written before the load.
 */
final class BackupPart {
  private static final double SHARE_TARGET = 0.95;

  private BackupPart() {}

  static void measure(Stage stage, LoadRun runs, BenchOptions options, Findings findings) {
    if (!stage.canRestart() || stage.urls().size() > 1) {
      findings.note("backup: not measured, since the bench did not start a server on one machine");
      return;
    }
    BenchOptions.Load load = options.load();
    int syncing =
        Math.min(
            options.crowd().syncing().orElse(SendsPart.SYNCING), runs.world().accounts().size());
    LoadShape shape = new LoadShape(load.senders(), syncing, load.rate(), load.seconds());
    stage.out().println("backup: " + shape.describe());
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int round = 0; round < options.scale().rounds(); round++) {
      boolean withFirst = round % 2 == 1;
      for (boolean backedUp : new boolean[] {withFirst, !withFirst}) {
        if (!restart(stage, backedUp)) {
          findings.note("backup: not measured, since this server cannot be started with backups");
          return;
        }
        Calls.sleep(options.scale().settleMillis());
        String name = backedUp ? "with" : "without";
        (backedUp ? with : without).add(sends(stage, runs, name, shape, findings));
      }
      shares.add(with.getLast() / Math.max(1, without.getLast()));
    }
    findings.add(
        Measure.withoutTarget(
            "backup_none_sends_per_second", "without backups", Rounds.median(without), "/s"));
    findings.add(
        Measure.withoutTarget(
            "backup_sends_per_second", "with backups", Rounds.median(with), "/s"));
    Measure share =
        Measure.atLeast(
            "backup_share", "share that is left", Rounds.median(shares), "", SHARE_TARGET);
    findings.add(load.rate().equals(OptionalInt.empty()) ? share : share.withoutTarget());
  }

  private static boolean restart(Stage stage, boolean backedUp) {
    stage.stop();
    if (backedUp && stage.startBackedUp()) {
      return true;
    }
    stage.start();
    return !backedUp;
  }

  private static double sends(
      Stage stage, LoadRun runs, String name, LoadShape shape, Findings findings) {
    LoadMeasure measured = runs.run(name, stage.urls(), stage.gauge(), shape);
    SendsPart.print(stage, measured);
    findings.loadFaults(measured);
    return measured.sendsPerSecond();
  }
}
