package org.bongsu.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.apply.ShardMap;
import org.bongsu.shard.StateMachine;
import org.jspecify.annotations.Nullable;

/** One simulated run from a seed, checked at its end. */
public final class Simulation implements AutoCloseable {
  /** Start of every run: 2022-10-15T06:19:00Z, when the fire alarm rang in Pangyo. */
  private static final long BEGIN_MILLIS = 1_665_814_740_000L;

  /** Rounds within which everything must settle after the load has ended. */
  private static final int SETTLING_ROUNDS_MAX = 1_000;

  private static final long SETTLING_ROUND_MILLIS = 50;

  /** Share of runs in which sites are upgraded while they serve. */
  private static final int UPGRADED_PERCENT = 60;

  private static final long LEADER_LOOK_MILLIS = 7;

  static final List<Checker> CHECKERS =
      List.of(
          new ReplicasAgree(),
          new AcknowledgedKept(),
          new AppliedOnce(),
          new OrderKept(),
          new KeysClaimedOnce(),
          new MembersFollowState(),
          new NonMembersSilent(),
          new RedactedIsGone(),
          new MediaFollowsReferences(),
          new OutboxesDrained(),
          new SyncComplete(),
          new RevokedStaysHidden(),
          new OneLeader(),
          new TimersFireOnce(),
          new OnlyKnownCommands(),
          new LevelNeverFalls(),
          new StoppedStaySilent(),
          new DamageIsFound(),
          new OnlyDamagedAreQuarantined(),
          new QuarantinedStaySilent());

  private final long seed;
  private final SimOptions options;
  private final Path directory;
  private final SeededRandom random;
  private final Scheduler scheduler = new Scheduler(BEGIN_MILLIS);
  private final History history = new History();
  private final Sites sites;
  private final List<SimulatedRelay> relays = new ArrayList<>();
  private final List<SimulatedTimers> timers = new ArrayList<>();
  private final Clients clients;
  private final Syncing syncing;
  private final SimulatedWorker worker;
  private final SimulatedRestore restore;
  private final Nemesis nemesis;
  private final Upgrades upgrades;
  private final SimulatedActivation activation;

  /** The version that sites start with, and the one that they end with. */
  private final Version from;

  private final Version to;

  /** By shard and position, the digest of the first replica there. */
  private final Map<List<Long>, byte[]> digests = new HashMap<>();

  Simulation(long seed, SimOptions options, Path directory, BugInjector bugs) {
    this(seed, options, directory, bugs, null);
  }

  /**
   * A run in which sites start with a version and all end with {@link Version#NEW}.
   *
   * @param begin null if the seed decides
   */
  Simulation(
      long seed, SimOptions options, Path directory, BugInjector bugs, @Nullable Version begin) {
    this.seed = seed;
    this.options = options;
    this.directory = directory;
    this.random = new SeededRandom(seed);
    ShardMap map = new ShardMap(options.shards());
    SimulatedNetwork network = new SimulatedNetwork(options.sites(), scheduler, random);
    SimulatedLog log =
        new SimulatedLog(options.shards(), options.sites(), network, scheduler, random);
    World world =
        new World(map, options.sites(), log, network, scheduler, random, directory, history, bugs);
    this.from = begin == null ? anyBegin() : begin;
    this.to = begin == null && from.equals(Version.NEW) ? anyEnd() : Version.NEW;
    List<Site> all = new ArrayList<>();
    for (int number = 0; number < options.sites(); number++) {
      all.add(new Site(number, from, world));
    }
    this.sites = new Sites(map, log, List.copyOf(all));
    all.forEach(site -> relays.add(new SimulatedRelay(site, sites, scheduler, random, history)));
    all.forEach(site -> timers.add(new SimulatedTimers(site, sites, scheduler, random)));
    this.clients = new Clients(sites, scheduler, random, history, options.evenly());
    this.syncing = new Syncing(sites, scheduler, random, history);
    this.worker = new SimulatedWorker(sites, scheduler, random);
    this.restore = new SimulatedRestore(sites, scheduler, random);
    this.nemesis = new Nemesis(sites, network, scheduler, random, history);
    this.upgrades = new Upgrades(sites, nemesis, scheduler, random, history, from, to);
    this.activation = new SimulatedActivation(sites, scheduler);
  }

  private Version anyBegin() {
    return options.faults() > 0 && random.percent(UPGRADED_PERCENT) ? Version.OLD : Version.NEW;
  }

  private Version anyEnd() {
    return options.faults() > 0 && random.percent(UPGRADED_PERCENT) ? Version.NEXT : Version.NEW;
  }

  /**
   * Runs one seed.
   *
   * @throws SimulationFailed if a checker found a violation, or the core failed
   */
  public static SimReport run(long seed, SimOptions options) {
    return run(seed, options, BugInjector.NONE);
  }

  static SimReport run(long seed, SimOptions options, BugInjector bugs) {
    Path directory = makeDirectory();
    try (Simulation simulation = new Simulation(seed, options, directory, bugs)) {
      simulation.play();
      return simulation.judge();
    } catch (SimulationFailed e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SimulationFailed(seed, e);
    }
  }

  /** Runs the load and the faults, then lets everything settle. */
  void play() {
    long end = scheduler.nowMillis() + options.seconds() * 1_000L;
    clients.start(options.users());
    clients.devices().forEach(syncing::start);
    relays.forEach(SimulatedRelay::start);
    timers.forEach(SimulatedTimers::start);
    worker.start();
    restore.start();
    sites.log().start();
    sites.all().forEach(this::applyRepeatedly);
    nemesis.plan(options.faults(), options.seconds() * 1_000L);
    if (!from.equals(to)) {
      upgrades.plan(options.seconds() * 1_000L);
    }
    if (!from.equals(to) && options.faults() > 0) {
      upgrades.planRollbacks(options.seconds() * 1_000L);
    }
    activation.start();
    recordLeaders();
    scheduler.runUntil(end);
    settle();
  }

  private void recordLeaders() {
    history.leader(sites.all().stream().filter(Site::isLeader).map(Site::number).toList());
    scheduler.after(LEADER_LOOK_MILLIS, this::recordLeaders);
  }

  private void applyRepeatedly(Site site) {
    for (int shard = 0; shard < options.shards(); shard++) {
      applyRepeatedly(site, shard);
    }
  }

  private void applyRepeatedly(Site site, int shard) {
    scheduler.after(
        random.between(1, 40),
        () -> {
          if (site.isUp()) {
            apply(site, shard, 1 + random.below(30));
          }
          applyRepeatedly(site, shard);
        });
  }

  private void apply(Site site, int shard, int countMax) {
    for (StateMachine.Applied applied : site.apply(shard, countMax)) {
      history.applied(
          new History.Applied(
              shard,
              applied.entry().position(),
              applied.entry().timeMillis(),
              applied.entry().command(),
              applied.outcome()));
      clients.applied(site, applied);
    }
    history.levelled(
        new History.Levelled(site.number(), shard, site.next(shard), site.level(shard)));
    compareDigests(site, shard);
  }

  private void compareDigests(Site site, int shard) {
    if (site.isDamaged()) {
      return;
    }
    byte[] digest = site.digest(shard);
    byte[] first = digests.putIfAbsent(List.of((long) shard, site.next(shard)), digest);
    if (first != null && !java.util.Arrays.equals(first, digest)) {
      history.disagreement(
          "digests of shard %d at %d differ, in site %d"
              .formatted(shard, site.next(shard), site.number()));
    }
  }

  /** Ends load and faults; all sites must then catch up and serve. */
  private void settle() {
    clients.stop();
    worker.stop();
    restore.stop();
    syncing.stop();
    nemesis.stop();
    upgrades.stop();
    for (int round = 0; !isSettled(); round++) {
      if (round == SETTLING_ROUNDS_MAX) {
        throw new IllegalStateException("it did not settle: " + sites.describe());
      }
      scheduler.runUntil(scheduler.nowMillis() + SETTLING_ROUND_MILLIS);
    }
    for (SimulatedDevice device : clients.devices()) {
      syncing.sync(device, sites.any());
      history.syncs(device);
    }
  }

  private boolean isSettled() {
    return !nemesis.awaitsDetection()
        && sites.all().stream().allMatch(site -> site.serves() && hasAll(site))
        && activation.isComplete(to.level())
        && relays.stream().noneMatch(SimulatedRelay::hasWork)
        && timers.stream().noneMatch(SimulatedTimers::hasWork);
  }

  private boolean hasAll(Site site) {
    for (int shard = 0; shard < options.shards(); shard++) {
      if (site.next(shard) < sites.log().end(shard)) {
        return false;
      }
    }
    return true;
  }

  SimReport judge() {
    List<Checker.Finding> findings =
        CHECKERS.stream().flatMap(checker -> checker.judge(history, sites).stream()).toList();
    if (!findings.isEmpty()) {
      throw new SimulationFailed(seed, findings);
    }
    return report();
  }

  private SimReport report() {
    long entries = 0;
    StringBuilder digest = new StringBuilder();
    for (int shard = 0; shard < options.shards(); shard++) {
      entries += sites.log().end(shard);
      digest.append(HexFormat.of().formatHex(sites.any().digest(shard), 0, 8));
    }
    long acknowledged = history.acknowledged().size();
    return new SimReport(
        seed,
        entries,
        acknowledged,
        history.answered().size() - acknowledged,
        history.retries,
        history.revoked().size(),
        history.faults,
        history.versions,
        history.notYet,
        history.stopped,
        history.refusedFiles,
        history.damagedRows,
        history.quarantined().size(),
        history.deliveries,
        history.timersFired(),
        history.seen().size(),
        digest.toString());
  }

  Sites sites() {
    return sites;
  }

  /** In memory if possible: nothing in it is needed later. */
  private static Path makeDirectory() {
    Path memory = Path.of("/dev/shm");
    try {
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "bongsu-sim")
          : Files.createTempDirectory("bongsu-sim");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sites.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
