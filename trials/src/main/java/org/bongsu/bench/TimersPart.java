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
 * What timers cost: a million that wait, and ten thousand that come due within one second while
 * others send. The million is put into the files of the stopped server, because to schedule it
 * through the API would take many minutes; the ten thousand are scheduled by clients.
 */
final class TimersPart {
  private static final int WAITING = 1_000_000;
  private static final int DUE_AT_ONCE = 10_000;

  /** Of one user at most so many wait, over all rooms. */
  private static final int PER_ACCOUNT_MAX = 100;

  /** Scheduled for another day, to see how long it takes. */
  private static final int TRIED = 500;

  /**
   * The time that scheduling may take: what it would by the trial, so many times, and some more.
   */
  private static final int SLOWER_MAX = 2;

  private static final long MORE_MILLIS = 20_000;

  private static final long DUE_WITHIN_MILLIS = 1_000;

  /** They come due so long after the measured window has opened. */
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

  /** The same server, idle, without and with what waits. */
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
    findings.add(Measure.told(key + "_start_ms", "first answer " + label, startMillis, "ms"));
    findings.add(Measure.told(key + "_cpu_ms_per_s", "idle CPU " + label, cpu, "ms/s"));
    findings.add(
        Measure.told(key + "_rss_mb", "resident " + label, gauge.rssBytesExact() / 1e6, "MB"));
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
    SendsPart.tell(stage, calm);
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
      SendsPart.tell(stage, firing);
      tell(calm, firing, watch.await(), findings);
    }
  }

  /** An account and a room in which it may send. */
  private record Sender(String token, String room) {}

  /** Each account in the smallest of its rooms, so that all shards have about as many. */
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

  /** The times at which they are due lie evenly in a second. */
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

  private static void tell(
      LoadMeasure calm, LoadMeasure firing, TimerWatch.Fired fired, Findings findings) {
    Histogram late = fired.lateMillis();
    findings.add(Measure.told("timers_due", "timers that came due", fired.count(), ""));
    findings.add(
        Measure.told(
            "timers_due_seconds", "from the first due to the last", fired.dueSeconds(), "s"));
    findings.add(
        Measure.told("timers_fired_per_s", "timers fired", fired.count() / fired.seconds(), "/s"));
    for (int percent : new int[] {50, 99, 100}) {
      findings.add(
          Measure.told(
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
          Measure.told(key + "_p" + percent + "_ms", label + ", p" + percent, millis, "ms"));
    }
  }
}
