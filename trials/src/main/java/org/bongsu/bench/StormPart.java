package org.bongsu.bench;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * How a living site serves its clients while all clients of a lost one reconnect there at once. The
 * same load is measured without and with the arrivals. With several sites the first one counts as
 * lost: its clients continue at the others with its sync tokens. A single server is restarted, so
 * that it has nothing cached for the arriving clients.
 */
final class StormPart {
  /** Arriving clients per room. */
  private static final int ARRIVING_FOR_A_ROOM = 4;

  private static final int SYNCING = 200;
  private static final int RATE = 100;

  /** Open files reserved for everything except the arriving clients. */
  private static final int FILES_KEPT = 1_000;

  /** Timeout within which all clients must be back. */
  private static final int BACK_SECONDS_MAX = 120;

  private StormPart() {}

  static void measure(
      Stage stage, WorldBuilder builder, LoadRun runs, BenchOptions options, Findings findings) {
    int most = ProcessGauge.openFilesMax() - FILES_KEPT;
    int arriving = Math.min(options.scale().arriving(), most);
    if (arriving < 1) {
      findings.note("storm: not measured, since too few files may be open (ulimit -n)");
      return;
    }
    stage.out().printf("storm: %,d clients arrive at once%n", arriving);
    List<World.Account> accounts = builder.accounts("storm", arriving);
    int rooms = Math.max(1, arriving / ARRIVING_FOR_A_ROOM);
    builder.rooms(accounts, RoomPlan.draw(arriving, rooms, options.crowd().seed() + 2).rooms());
    String[] since = firstSyncs(stage, accounts);
    if (stage.urls().size() == 1) {
      forgetAll(stage, findings);
    }
    List<URI> living = stage.urls().subList(stage.urls().size() == 1 ? 0 : 1, stage.urls().size());
    LoadShape shape = shape(runs, options);
    LoadMeasure calm = runs.run("calm", living, stage.gauge(), shape);
    SendsPart.print(stage, calm);
    List<HttpConnection.Endpoint> endpoints =
        living.stream().map(HttpConnection.Endpoint::of).toList();
    ReconnectStorm arrivals =
        stage.loop().call(() -> new ReconnectStorm(stage.loop(), endpoints, accounts, since));
    try {
      CompletableFuture<Boolean> allBack = new CompletableFuture<>();
      LoadMeasure stormy =
          runs.run("storm", living, stage.gauge(), shape, () -> arrivals.begin(allBack));
      SendsPart.print(stage, stormy);
      EventLoop.await(allBack, BACK_SECONDS_MAX);
      addResults(calm, stormy, arrivals, stage, findings);
    } finally {
      stage.loop().run(arrivals::close);
    }
  }

  private static LoadShape shape(LoadRun runs, BenchOptions options) {
    int users = runs.world().accounts().size();
    int syncing = Math.min(options.crowd().syncing().orElse(SYNCING), users);
    OptionalInt rate = OptionalInt.of(options.load().rate().orElse(RATE));
    return new LoadShape(options.load().senders(), syncing, rate, options.load().seconds());
  }

  private static String[] firstSyncs(Stage stage, List<World.Account> accounts) {
    String[] since = new String[accounts.size()];
    String target = Requests.syncTarget("", Syncers.FIRST_FILTER, 0);
    Calls.inParallel(
        accounts.size(),
        i -> {
          byte[] body =
              stage.calls().must("GET", accounts.get(i).token(), target, new byte[0]).body();
          since[i] = SyncScan.nextBatch(body, 0, body.length);
        });
    return since;
  }

  private static void forgetAll(Stage stage, Findings findings) {
    if (stage.canRestart()) {
      stage.stop();
      stage.start();
    } else {
      findings.note("storm: the server was not restarted, so it may have cached the clients");
    }
  }

  private static void addResults(
      LoadMeasure calm,
      LoadMeasure stormy,
      ReconnectStorm arrivals,
      Stage stage,
      Findings findings) {
    load("calm", "before the storm", calm, findings);
    load("storm", "in the storm", stormy, findings);
    findings.loadFaults(calm);
    findings.loadFaults(stormy);
    stage
        .loop()
        .run(() -> {
          var back = arrivals.backMicros();
          addPercentile("storm_back_p50_ms", "an arriving client is back, p50", back, 50, findings);
          addPercentile("storm_back_p99_ms", "an arriving client is back, p99", back, 99, findings);
          addPercentile("storm_back_max_ms", "all are back", back, 100, findings);
          findings.add(
              Measure.withoutTarget(
                  "storm_asked_again",
                  "times that one was asked to come again",
                  arrivals.askedAgain(),
                  ""));
          arrivals.faults().byKind().forEach(findings::fault);
        });
  }

  private static void load(String key, String when, LoadMeasure load, Findings findings) {
    var acks = load.window().acks();
    addPercentile(key + "_ack_p99_ms", "acknowledged " + when + ", p99", acks, 99, findings);
    addPercentile(key + "_ack_max_ms", "acknowledged " + when + ", at most", acks, 100, findings);
    var deliveries = load.window().deliveries();
    addPercentile(
        key + "_delivery_p99_ms", "delivered " + when + ", p99", deliveries, 99, findings);
  }

  private static void addPercentile(
      String key, String label, Histogram micros, double percent, Findings to) {
    to.add(Measure.withoutTarget(key, label, micros.getValueAtPercentile(percent) / 1e3, "ms"));
  }
}
