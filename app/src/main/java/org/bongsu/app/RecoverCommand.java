package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.cluster.recovery.LogState;
import org.bongsu.cluster.recovery.PeerLogs;
import org.bongsu.cluster.recovery.RecoveryPlan;
import org.bongsu.kafka.Pace;
import org.bongsu.kafka.Security;
import org.bongsu.log.LogDamaged;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets all sites go on from their data after Kafka has lost the log. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a new log after Kafka's topic was deleted or all brokers' disks were lost. It begins"
          + " where the site that has applied most of each shard ended; the other sites copy what"
          + " they lack. Sessions, sync tokens and everything acknowledged stay valid.",
      "All sites must run; those that have lost their log serve nobody. Without --yes it only prints"
          + " what it would do. It can be interrupted and run again.",
      "Takes the options of bongsu site, on the machine of any site."
    })
final class RecoverCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long to wait for sites that do not answer, are starting, or have not noticed the loss. */
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(20);

  private static final Duration KAFKA_WITHIN = Duration.ofMinutes(2);

  /** Together, the attempts outlast a producer's delivery timeout. */
  private static final int ATTEMPTS_MAX = 5;

  private static final Duration AFTER_STRAY = Duration.ofSeconds(4);

  /** How long to wait until sites have copied what they lack and follow the new log. */
  private static final Duration FOLLOWED_WITHIN = Duration.ofMinutes(30);

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The site whose keys are used.")
  String name = "";

  @Option(
      names = "--peers",
      paramLabel = PeerList.FORM,
      required = true,
      description = "As for bongsu site.")
  String peersText = "";

  @Mixin SiteConnections connections = new SiteConnections();

  @Option(
      names = "--deployment-secret",
      paramLabel = "FILE",
      description = "As for bongsu site. Default: DIR/deployment-secret.")
  @Nullable Path secretFile;

  @Option(
      names = "--rebuild",
      paramLabel = "NAME,...",
      split = ",",
      description =
          "Gives up the data of these sites: they copy all of it from the others. For a site that"
              + " differs from the others.")
  List<String> givenUp = List.of();

  @Option(names = "--yes", description = "Does what it prints.")
  boolean isSure;

  private final SettingOptions options;
  private final Language language = Language.here();
  private final PrintStream out = Language.out();

  private RecoverCommand(SettingOptions options) {
    this.options = options;
  }

  /** The command with the option for the data directory. */
  static CommandLine line() {
    return SettingOptions.line("data"::equals, RecoverCommand::new);
  }

  @Override
  public Integer call() throws Exception {
    PeerList peers = PeerList.parse(peersText);
    PeerList.Peer own = peers.named(name);
    for (String site : givenUp) {
      peers.named(site);
    }
    Path everything = options.node().data();
    DeploymentSecret secret =
        DeploymentSecret.read(
            secretFile != null ? secretFile : everything.resolve("deployment-secret"));
    Optional<SiteEngineFactory.Files> keys = connections.keys(peers, own, everything.resolve(name));
    PeerAuthentication authentication = new PeerAuthentication(secret.forPurpose("sites"));
    try (PeerHttp http = new PeerHttp(authentication, keys.map(SiteEngineFactory.Files::keys))) {
      Map<String, URI> sites = new TreeMap<>();
      String scheme = keys.isPresent() ? "https" : "http";
      peers.all().forEach(peer -> sites.put(peer.name(), peer.forSites(scheme)));
      return new Recovery(sites, new PeerLogs(http), shards -> engine(peers, keys, shards)).run();
    }
  }

  private KafkaEngine engine(PeerList peers, Optional<SiteEngineFactory.Files> keys, int shards)
      throws IOException {
    String others = connections.kafka;
    if (others != null) {
      Security security = connections.ofOthersBrokers(others);
      return KafkaEngine.over(others, security, name, Pace.STEADY, shards);
    }
    return KafkaEngine.ofRunningSites(
        peers, name, keys.map(SiteEngineFactory.Files::security), shards);
  }

  private void say(String english, String korean) {
    out.println(language.say(english, korean));
  }

  /** Connects to Kafka, for a number of shards. */
  @FunctionalInterface
  private interface EngineOpener {
    KafkaEngine open(int shards) throws IOException;
  }

  /** The steps, from the sites' reports to sites that follow a log. */
  private final class Recovery {
    private final Map<String, URI> sites;
    private final PeerLogs logs;
    private final EngineOpener engines;

    /** As last reported. */
    private final List<LogState> states = new ArrayList<>();

    Recovery(Map<String, URI> sites, PeerLogs logs, EngineOpener engines) {
      this.sites = sites;
      this.logs = logs;
      this.engines = engines;
    }

    int run() throws IOException, InterruptedException {
      RecoveryPlan plan = look();
      long until = System.nanoTime() + DECIDED_WITHIN.toNanos();
      while (plan instanceof RecoveryPlan.Undecided && System.nanoTime() - until < 0) {
        Thread.sleep(LOOK);
        plan = look();
      }
      return switch (plan) {
        case RecoveryPlan.Nothing nothing -> {
          say(
              "All sites follow the log: there is nothing to recover.",
              "모든 사이트가 로그를 따르고 있습니다. 복구할 것이 없습니다.");
          yield 0;
        }
        case RecoveryPlan.Undecided(String why) -> throw new IllegalStateException(why);
        case RecoveryPlan.Refused(String why) -> throw new IllegalStateException(why);
        case RecoveryPlan.Begin begin -> {
          explain(begin);
          yield isSure ? begin(begin) : stayDry();
        }
        case RecoveryPlan.Join(String log, List<String> joining) -> {
          say(
              "A log was made already. Sites that continue with it: " + joining,
              "로그가 이미 만들어져 있습니다. 그 로그로 이어 갈 사이트: " + joining);
          yield isSure ? proceed(log, joining) : stayDry();
        }
      };
    }

    /** Asks all sites and Kafka, and decides. */
    private RecoveryPlan look() throws IOException, InterruptedException {
      states.clear();
      for (Map.Entry<String, URI> site : sites.entrySet()) {
        switch (logs.ask(site.getValue())) {
          case PeerLogs.Answer.State(LogState state) -> states.add(state);
          case PeerLogs.Answer.Older older -> {
            return new RecoveryPlan.Refused(
                "site %s runs a version of Bongsu without recovery: upgrade it"
                    .formatted(site.getKey()));
          }
          case PeerLogs.Answer.Silent(String why) -> {
            return new RecoveryPlan.Undecided(
                ("site %s does not answer at %s (%s): start it. Recovery needs all sites, as any of"
                        + " them may have what the others lack; one whose disks are lost starts"
                        + " with an empty directory")
                    .formatted(site.getKey(), site.getValue(), why));
          }
        }
      }
      return RecoveryPlan.of(states, Set.copyOf(givenUp), soon(this::current));
    }

    private Optional<RecoveryPlan.Current> current() throws IOException, InterruptedException {
      KafkaEngine engine = engine();
      Optional<String> id = engine.logId();
      return id.isPresent()
          ? Optional.of(new RecoveryPlan.Current(id.get(), engine.bounds().firstKept()))
          : Optional.empty();
    }

    /** Bounds the wait for Kafka, whose clients try again until a broker answers. */
    private <T> T soon(Callable<T> question) throws IOException, InterruptedException {
      FutureTask<T> task = new FutureTask<>(question);
      Thread.ofVirtual().start(task);
      try {
        return task.get(KAFKA_WITHIN.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new IOException(e.getCause() == null ? e : e.getCause());
      } catch (TimeoutException e) {
        task.cancel(true);
        throw new IllegalStateException(
            "Kafka does not answer, or has not enough brokers: see that all of them run", e);
      }
    }

    private KafkaEngine engine() throws IOException {
      return engines.open(states.getFirst().shards().size());
    }

    private void explain(RecoveryPlan.Begin plan) {
      for (LogState state : states) {
        say(
            "Site %s: %s".formatted(state.site(), state.lost()),
            "%s 사이트: %s".formatted(state.site(), state.lost()));
      }
      for (RecoveryPlan.ShardPlan shard : plan.shards()) {
        String from = String.join(", ", shard.from());
        say(
            "shard %d begins at %,d, from %s".formatted(shard.shard(), shard.position(), from)
                + shard.copied().entrySet().stream()
                    .map(
                        one -> "; %s copies it, %,d behind".formatted(one.getKey(), one.getValue()))
                    .collect(Collectors.joining()),
            "샤드 %d: %,d 에서 시작, 기준 %s".formatted(shard.shard(), shard.position(), from)
                + shard.copied().entrySet().stream()
                    .map(one -> "; %s 복사(%,d 뒤처짐)".formatted(one.getKey(), one.getValue()))
                    .collect(Collectors.joining()));
      }
      if (givenUp.isEmpty()) {
        say(
            "Nothing is lost that a site has applied; so nothing that was acknowledged, unless the"
                + " disks of the site that acknowledged it are lost, too.",
            "어느 사이트든 적용한 것은 잃지 않습니다. 확인 응답한 사이트의 디스크까지 잃은 경우가 아니면 응답한 것도 모두 남습니다.");
      } else {
        say(
            "Lost is what only these sites have applied: " + givenUp,
            "다음 사이트만 적용한 것은 잃습니다: " + givenUp);
      }
    }

    private int stayDry() {
      say(
          "Nothing was changed. To do this, run the same with --yes.",
          "아무것도 바꾸지 않았습니다. 실행하려면 --yes를 붙이세요.");
      return 0;
    }

    private int begin(RecoveryPlan.Begin plan) throws IOException, InterruptedException {
      KafkaEngine engine = engine();
      for (int attempt = 1; !isMade(plan.positions(), engine); attempt++) {
        if (attempt == ATTEMPTS_MAX) {
          throw new IllegalStateException(
              "something writes to the new log: is a site running that --peers does not name?");
        }
      }
      String id =
          soon(engine::logId)
              .orElseThrow(() -> new IllegalStateException("the new log is missing: run it again"));
      say("The new log is made.", "새 로그를 만들었습니다.");
      return proceed(id, List.copyOf(sites.keySet()));
    }

    /**
     * Makes the log; false if something else was written to it. A site's producer may do so for
     * some seconds with what it had in flight when the old log was lost.
     */
    private boolean isMade(long[] positions, KafkaEngine engine)
        throws IOException, InterruptedException {
      soon(() -> {
        engine.deleteLog(); // no site follows it
        engine.createLog();
        return engine;
      });
      try {
        engine.beginAt(positions, true);
        return true;
      } catch (LogDamaged stray) {
        Thread.sleep(AFTER_STRAY);
        return false;
      }
    }

    private int proceed(String log, List<String> joining) throws IOException, InterruptedException {
      for (LogState state : states) {
        URI address = sites.get(state.site());
        if (address != null && joining.contains(state.site())) {
          logs.proceed(address, log, state, !givenUp.contains(state.site()));
          say("Site " + state.site() + " goes on with it.", state.site() + " 사이트가 그 로그로 이어 갑니다.");
        }
      }
      awaitFollowing(log);
      say("All sites follow the new log.", "모든 사이트가 새 로그를 따릅니다.");
      return 0;
    }

    private void awaitFollowing(String log) throws InterruptedException {
      long until = System.nanoTime() + FOLLOWED_WITHIN.toNanos();
      Map<String, URI> waiting = new TreeMap<>(sites);
      while (true) {
        waiting
            .values()
            .removeIf(site ->
                logs.ask(site) instanceof PeerLogs.Answer.State(LogState state)
                    && state.follows(log));
        if (waiting.isEmpty()) {
          return;
        }
        if (System.nanoTime() - until >= 0) {
          throw new IllegalStateException(
              "sites %s do not follow the new log yet: see their output"
                  .formatted(waiting.keySet()));
        }
        Thread.sleep(LOOK);
      }
    }
  }
}
