package org.bongsu.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bongsu.client.Http;
import org.bongsu.drill.watch.FaultWindow;
import org.bongsu.drill.watch.Outside;
import org.bongsu.drill.watch.WatchVerdict;
import org.bongsu.drill.watch.Watchers;
import org.bongsu.json.Json;

/** Runs a fire drill, from starting three empty sites to the verdict. */
public final class Drill {
  /** Shortest quiet time between two faults. */
  private static final Duration QUIET = Duration.ofSeconds(4);

  /** New processes compile their code on the cores that brokers need, so faults wait for it. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final int MOMENT_MILLIS_MAX = 1_500;

  /** A fault lasts this share of a round. */
  private static final int HELD_SHARE = 4;

  private final DrillOptions options;
  private final Surroundings surroundings;
  private final AllowedFaults allowed;
  private final PrintStream out;
  private final History history = new History();
  private final List<FaultRun> runs = new ArrayList<>();

  private Drill(
      DrillOptions options, Surroundings surroundings, AllowedFaults allowed, PrintStream out) {
    this.options = options;
    this.surroundings = surroundings;
    this.allowed = allowed;
    this.out = out;
  }

  /**
   * Runs a drill.
   *
   * @param surroundings with an empty directory
   * @return whether its verdict is {@code pass}
   * @throws IllegalArgumentException if this machine allows none of the faults
   */
  public static boolean run(DrillOptions options, Surroundings surroundings, PrintStream out)
      throws IOException, InterruptedException {
    AllowedFaults allowed = AllowedFaults.of(options.faults());
    allowed
        .leftOut()
        .forEach((fault, why) -> out.printf("left out: %s, as %s%n", fault.label(), why));
    if (allowed.kinds().isEmpty()) {
      throw new IllegalArgumentException("this machine allows none of these faults");
    }
    DrillResult result = new Drill(options, surroundings, allowed, out).run();
    out.println(DrillTable.of(result));
    if (options.output().json().isPresent()) {
      Files.writeString(options.output().json().get(), Json.text(DrillJson.of(result)) + "\n");
    }
    if (options.output().report().isPresent()) {
      Files.writeString(options.output().report().get(), DrillReport.of(result).html());
    }
    return result.passed();
  }

  private DrillResult run() throws IOException, InterruptedException {
    String startedAt =
        ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z"));
    Network network =
        allowed.needs(Fault.Needs.NETWORK)
            ? Namespaces.make(Sites.NAMES)
            : new Loopback(Sites.NAMES);
    try (Http http = new Http();
        Sites sites = new Sites(network, surroundings, allowed, http)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(sites::close));
      out.println("three sites start");
      sites.awaitReady();
      return drill(startedAt, sites, http);
    }
  }

  private DrillResult drill(String startedAt, Sites sites, Http http)
      throws IOException, InterruptedException {
    List<Place> places = sites.network().places();
    Fixture fixture = new Fixture(http, places, history);
    Crowd crowd = fixture.settle(options);
    fill(crowd);
    try (Watchers watchers = watchers(sites, fixture, http)) {
      return drill(startedAt, sites, http, crowd, watchers);
    }
  }

  /** As many watchers as wanted, on hosts of their own, who agree that everything works. */
  private Watchers watchers(Sites sites, Fixture fixture, Http http)
      throws IOException, InterruptedException {
    List<Outside> hosts = new ArrayList<>();
    for (int i = 0; i < options.watchers(); i++) {
      hosts.add(sites.network().outside(i));
    }
    Map<String, URI> urls = new TreeMap<>();
    sites.network().places().forEach(place -> urls.put(place.name(), place.url()));
    Account account = fixture.watcher();
    Path directory = Files.createDirectories(surroundings.data().resolveSibling("watchers"));
    Watchers watchers =
        new Watchers(
            http, urls, hosts, account.userId(), account.password(), directory, options.seed());
    watchers.awaitCalm();
    return watchers;
  }

  private DrillResult drill(
      String startedAt, Sites sites, Http http, Crowd crowd, Watchers watchers)
      throws IOException, InterruptedException {
    List<Place> places = sites.network().places();
    DisasterRecovery disaster = new DisasterRecovery(http, sites, surroundings, options, out);
    if (options.losesEverything()) {
      disaster.awaitFirstBackup();
    }
    out.printf("people act: %d messages a second in all%n", options.load().sendsPerSecond());
    long began = System.nanoTime();
    crowd.begin();
    boolean burns;
    try (Progress _ = new Progress(history, sites, out)) {
      Thread.sleep(WARM_UP);
      watchers.begin();
      burns = inject(sites, crowd) && options.losesEverything();
      if (burns) {
        disaster.burn();
      }
    }
    Optional<WatchVerdict> watched =
        options.watchers() == 0 ? Optional.empty() : Optional.of(watchers.judge(windows()));
    Judged judged = burns ? recover(disaster, places, crowd, http) : readBack(places, crowd, http);
    List<Operation> operations = history.operations();
    List<Stalls> stalls = runs.stream().map(run -> Stalls.of(run, operations)).toList();
    return new DrillResult(
        startedAt,
        began,
        options,
        allowed.leftOut(),
        operations,
        judged.findings,
        judged.recovery,
        watched,
        stalls,
        options.rounds());
  }

  private List<FaultWindow> windows() {
    return runs.stream()
        .map(run ->
            new FaultWindow(run.fault().label(), run.hit(), run.injectedNanos(), run.backNanos()))
        .toList();
  }

  /** What was found, and how the recovery went if everything burnt. */
  private record Judged(List<Finding> findings, Optional<Recovery> recovery) {}

  private Judged readBack(List<Place> places, Crowd crowd, Http http)
      throws IOException, InterruptedException {
    out.println("the load ends, and everything is read back from every site");
    crowd.endLoad();
    return new Judged(new Judge(http, places, crowd, history).judge(), Optional.empty());
  }

  private Judged recover(DisasterRecovery disaster, List<Place> places, Crowd crowd, Http http)
      throws IOException, InterruptedException {
    crowd.giveUp();
    Recovery.Times times = disaster.recover();
    runs.add(times.asFault());
    out.println("people sign in again, and everything is read back from every site");
    RestoredJudge judge =
        new RestoredJudge(http, places, crowd, history, times.burntNanos(), options.ledgerLost());
    List<Finding> findings = judge.judge();
    return new Judged(findings, Optional.of(new Recovery(times, judge.lost())));
  }

  private void fill(Crowd crowd) throws InterruptedException {
    int megabytes = options.load().mediaMegabytes();
    if (megabytes > 0) {
      long begun = System.nanoTime();
      crowd.fill(megabytes);
      out.printf(
          "%,d MB of media uploaded in %d s%n",
          megabytes, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }
  }

  /**
   * Injects the kinds of faults in turn, alternately at the site with the active controller and at
   * another; all but the one that ends a drill.
   *
   * @return whether all sites came back each time
   */
  private boolean inject(Sites sites, Crowd crowd) throws IOException, InterruptedException {
    Duration round = Duration.ofSeconds(options.roundSeconds());
    SplittableRandom random = new SplittableRandom(options.seed());
    Nemesis nemesis = new Nemesis(sites, surroundings, round.dividedBy(HELD_SHARE), options.seed());
    List<Fault> kinds = new ArrayList<>(allowed.kinds());
    kinds.remove(Fault.LOSE_EVERYTHING);
    if (kinds.isEmpty()) {
      Thread.sleep(round);
      return true;
    }
    int rounds = options.losesEverything() ? options.rounds() - 1 : options.rounds();
    for (int i = 0; i < rounds; i++) {
      long begun = System.nanoTime();
      Thread.sleep(random.nextInt(MOMENT_MILLIS_MAX));
      boolean atController = (i / kinds.size() + i % kinds.size()) % 2 == 0;
      FaultRun run = nemesis.run(kinds.get(i % kinds.size()), atController);
      runs.add(run);
      crowd.goHome();
      Duration left = round.minusNanos(System.nanoTime() - begun);
      Thread.sleep(left.compareTo(QUIET) > 0 ? left : QUIET);
      print(i, run);
      if (run.backNanos().isEmpty()) {
        out.println("a site did not come back: the drill ends here");
        return false;
      }
    }
    return true;
  }

  private void print(int round, FaultRun run) {
    out.printf(
        "round %d of %d, %,d acknowledged: %s",
        round + 1,
        options.rounds(),
        history.acknowledged(),
        DrillTable.line(Stalls.of(run, history.operations())));
  }
}
