package org.bongsu.bench;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.bongsu.apply.ShardMap;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cost of timers: a million pending ones, and ten thousand that become due within one second
 * under load. The million is written into the files of the stopped server, because scheduling it
 * through the API would take many minutes; the ten thousand are scheduled by clients.
 */
final class TimersPart {
  private static final int WAITING = 1_000_000;
  private static final int DUE_AT_ONCE = 10_000;

  /** Limit of pending timers per user, over all rooms. */
  private static final int PER_ACCOUNT_MAX = 100;

  /** Timers scheduled for another day, to measure how long scheduling takes. */
  private static final int TRIED = 500;

  /** Timeout for scheduling: a multiple of the time estimated from the trial, plus a constant. */
  private static final int SLOWER_MAX = 2;

  private static final long MORE_MILLIS = 20_000;

  private static final long DUE_WITHIN_MILLIS = 1_000;

  /** Time from the start of the measured window until they are due. */
  private static final long INTO_WINDOW_MILLIS = 5_000;

  private static final int RATE = 100;
  private static final int SYNCING = 50;
  private static final long IDLE_MILLIS = 15_000;
  private static final long FAR_MILLIS = 23L * 3_600_000;

  private TimersPart() {}

  static void measure(Stage stage, LoadRun runs, BenchOptions options, Findings findings) {
    if (!stage.canRestart() || stage.server().data().isEmpty() || stage.urls().size() > 1) {
      findings.note("timers: not measured, since the bench did not start a server on one machine");
      return;
    }
    waiting(stage, stage.server().data().get(), options, findings);
    due(stage, stage.server().data().get(), runs, options, findings);
  }

  /** Measures the idle server without and with pending timers. */
  private static void waiting(Stage stage, Path data, BenchOptions options, Findings findings) {
    stage.out().printf("timers: %,d that wait%n", WAITING);
    restartIdle(stage, "without timers", "timers_none", options, findings, () -> {});
    restartIdle(
        stage, "with a million timers", "timers_waiting", options, findings, () -> fill(data));
  }

  private static void restartIdle(
      Stage stage,
      String label,
      String key,
      BenchOptions options,
      Findings findings,
      Runnable whenStopped) {
    stage.stop();
    whenStopped.run();
    double startMillis = stage.start().orElse(0);
    Calls.sleep(options.scale().settleMillis());
    ProcessGauge gauge = stage.gauge().orElseThrow();
    double cpuBefore = gauge.cpuSeconds();
    Calls.sleep(IDLE_MILLIS);
    double cpu = (gauge.cpuSeconds() - cpuBefore) * 1_000 / (IDLE_MILLIS / 1_000.0);
    findings.add(
        Measure.withoutTarget(key + "_start_ms", "first answer " + label, startMillis, "ms"));
    findings.add(Measure.withoutTarget(key + "_cpu_ms_per_s", "idle CPU " + label, cpu, "ms/s"));
    findings.add(
        Measure.withoutTarget(
            key + "_rss_mb", "resident " + label, gauge.rssBytesExact() / 1e6, "MB"));
  }

  private static List<Path> files(Path data) {
    return IntStream.range(0, ShardMap.DEFAULT_COUNT)
        .mapToObj(shard -> data.resolve("shards").resolve("%03d.db".formatted(shard)))
        .toList();
  }

  private static void fill(Path data) {
    List<Path> files = files(data);
    long far = System.currentTimeMillis() + FAR_MILLIS;
    String insert =
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)"
            + " INSERT INTO timer (subject, id, due, owner, payload) SELECT 'DELAYED_EVENT',"
            + " 'bench' || i, ? + i, '@bench' || (i / 100) || ':bench',"
            + " '{\"event\":{\"type\":\"m.room.message\",\"content\":{\"body\":\"' || i || '\"}}}'"
            + " FROM n";
    for (Path file : files) {
      try (Db db = new ShardFile(file).openWriter()) {
        db.update(insert, WAITING / files.size(), far);
      }
    }
  }

  private static void due(
      Stage stage, Path data, LoadRun runs, BenchOptions options, Findings findings) {
    stage.out().printf("timers: %,d that come due within a second%n", DUE_AT_ONCE);
    int rate = options.load().rate().orElse(RATE);
    int syncing = Math.min(SYNCING, runs.world().accounts().size());
    LoadShape shape =
        new LoadShape(
            options.load().senders(), syncing, OptionalInt.of(rate), options.load().seconds());
    LoadMeasure calm = runs.run("calm", stage.urls(), stage.gauge(), shape);
    SendsPart.print(stage, calm);
    List<Sender> senders = senders(runs.world());
    int count = Math.min(DUE_AT_ONCE, PER_ACCOUNT_MAX * senders.size() - TRIED);
    long begunMillis = System.currentTimeMillis();
    schedule(stage, senders, "trial", TRIED, begunMillis + FAR_MILLIS);
    long triedMillis = System.currentTimeMillis() - begunMillis;
    long dueMillis =
        System.currentTimeMillis() + SLOWER_MAX * triedMillis * count / TRIED + MORE_MILLIS;
    schedule(stage, senders, "timer", count, dueMillis);
    long opens = dueMillis - INTO_WINDOW_MILLIS - options.scale().warmupMillis();
    long left = opens - System.currentTimeMillis();
    if (left < 0) {
      findings.note("timers: scheduling took too long to measure what comes due");
      return;
    }
    Calls.sleep(left);
    try (TimerWatch watch = new TimerWatch(files(data), dueMillis + 2 * DUE_WITHIN_MILLIS)) {
      LoadMeasure firing = runs.run("timers fire", stage.urls(), stage.gauge(), shape);
      SendsPart.print(stage, firing);
      addResults(calm, firing, watch.await(), findings);
    }
  }

  /** An account and a room in which it may send. */
  private record Sender(String token, String room) {}

  /**
   * Each account with the smallest of its rooms, so that the timers are spread evenly over shards.
   */
  private static List<Sender> senders(World world) {
    Map<Integer, Sender> senders = new TreeMap<>();
    world.rooms().stream()
        .sorted(Comparator.comparingInt((World.Room room) -> room.members().length).reversed())
        .forEach(room -> {
          for (int member : room.members()) {
            String token = world.accounts().get(member).token();
            senders.put(member, new Sender(token, room.encodedId()));
          }
        });
    return List.copyOf(senders.values());
  }

  /** Their due times are spread evenly over a second. */
  private static void schedule(
      Stage stage, List<Sender> senders, String name, int count, long dueMillis) {
    Calls.inParallel(
        count,
        i -> {
          Sender sender = senders.get(i % senders.size());
          long due = dueMillis + i * DUE_WITHIN_MILLIS / count;
          String target =
              "/_matrix/client/v3/rooms/%s/send/m.room.message/%s%d?org.matrix.msc4140.delay=%d"
                  .formatted(sender.room(), name, i, Math.max(1, due - System.currentTimeMillis()));
          ObjectNode content = Json.object().put("msgtype", "m.text").put("body", "때가 되었다 " + i);
          stage.calls().put(sender.token(), target, content);
        });
  }

  private static void addResults(
      LoadMeasure calm, LoadMeasure firing, TimerWatch.Fired fired, Findings findings) {
    Histogram late = fired.lateMillis();
    findings.add(Measure.withoutTarget("timers_due", "timers that came due", fired.count(), ""));
    findings.add(
        Measure.withoutTarget(
            "timers_due_seconds", "from the first due to the last", fired.dueSeconds(), "s"));
    findings.add(
        Measure.withoutTarget(
            "timers_fired_per_s", "timers fired", fired.count() / fired.seconds(), "/s"));
    for (int percent : new int[] {50, 99, 100}) {
      findings.add(
          Measure.withoutTarget(
              "timers_late_p" + percent + "_ms",
              "from due to applied, p" + percent,
              late.getValueAtPercentile(percent),
              "ms"));
    }
    if (fired.left() > 0) {
      findings.note("timers: " + fired.left() + " had not fired when the bench gave up");
    }
    acks("timers_calm_ack", "acknowledged before timers fire", calm, findings);
    acks("timers_ack", "acknowledged while timers fire", firing, findings);
    findings.loadFaults(calm);
    findings.loadFaults(firing);
  }

  private static void acks(String key, String label, LoadMeasure load, Findings findings) {
    for (int percent : new int[] {50, 99, 100}) {
      double millis = load.window().acks().getValueAtPercentile(percent) / 1e3;
      findings.add(
          Measure.withoutTarget(
              key + "_p" + percent + "_ms", label + ", p" + percent, millis, "ms"));
    }
  }
}
